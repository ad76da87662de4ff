/// Inflected forms that no stemmer finds the base of.
enum IrregularForms {
    /// From a folded form to the base that is stemmed in its place.
    static let bases: [String: String] = {
        var bases: [String: String] = [:]
        for line in forms.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ").map(String.init)
            for form in words.dropFirst() { bases[form] = words[0] }
        }
        return bases
    }()

    private static let forms = """
        be been being
        become became
        begin began begun
        bite bit bitten
        break broke broken
        bring brought
        build built
        buy bought
        catch caught
        child children
        choose chose chosen
        come came
        cut cutting
        do did done
        draw drew drawn
        drive drove driven
        eat ate eaten
        fall fell fallen
        feel felt
        fight fought
        find found
        fly flew flown
        forbid forbade forbidden
        forget forgot forgotten
        freeze froze frozen
        get got gotten
        give gave given
        go went gone
        grow grew grown
        hang hung
        hear heard
        hide hid hidden
        hold held
        keep kept
        know knew known
        leave left
        lend lent
        lose lost
        make made
        man men
        mean meant
        meet met
        overwrite overwrote overwritten
        pay paid
        person people persons ppl
        rebuild rebuilt
        redo redid redone
        rewrite rewrote rewritten
        ride rode ridden
        ring rang rung
        rise rose risen
        run ran
        say said
        see saw seen
        sell sold
        send sent
        show shown
        shrink shrank shrunk
        sing sang sung
        sink sank sunk
        sleep slept
        speak spoke spoken
        spend spent
        stand stood
        steal stole stolen
        stick stuck
        swear swore sworn
        sweep swept
        swim swam swum
        take took taken
        teach taught
        tear tore torn
        tell told
        think thought
        throw threw thrown
        understand understood
        undo undid undone
        wake woke woken
        wear wore worn
        win won
        withdraw withdrew withdrawn
        write wrote written
        """
}
