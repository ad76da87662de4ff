/// Words that offend. Kept apart, compact, and matched as whole words.
enum OffensiveWords {
    /// Strong language that may be aimed at nothing.
    static let strong: Set<String> = WordLists.words(
        """
        fuck fucking fucked fucker fuckers fuckin fucks motherfucker motherfuckers motherfucking shit shitty shitshow bullshit
        horseshit shite asshole assholes arsehole arseholes bitch bitches bastard bastards cunt cunts dick dickhead dickheads
        prick pricks twat wanker wankers cock whore whores slut sluts dumbass jackass asshat douche douchebag pussy goddamn
        goddam wtf stfu gtfo fck fcking fuk fuking phuck effing bollocks dipshit shithead shitheads dumbfuck clusterfuck
        fuckwit tosser bellend
        """)

    /// Words an angry but civil customer may use.
    static let mild: Set<String> = WordLists.words(
        "damn damned dammit hell crap crappy freaking frigging bloody heck darn arse ass piss pissed pissing suck sucks sucked sucking screwed wth"
    )

    /// What one may not call a person.
    static let insults: Set<String> = WordLists.words(
        """
        idiot idiots idiotic moron morons moronic imbecile imbeciles stupid dumb retard retards retarded loser losers scum
        scumbag scumbags trash garbage pig pigs clown clowns liar liars thief thieves crook crooks fool fools incompetent
        worthless pathetic useless brainless dimwit dimwits halfwit parasite parasites vermin cretin cretins ignorant
        disgusting creep creeps weirdo weirdos psycho psychos rat rats snake snakes cockroach scammer scammers lowlife
        lowlifes asshole assholes bitch bitches bastard bastards cunt cunts dickhead prick pricks twat wanker wankers whore slut
        dumbass jackass fucker fuckers motherfucker motherfuckers dipshit shithead douche douchebag dick tosser bellend
        fuckwit pussy asshat arsehole ugly fat dumbfuck
        """)

    /// Words that degrade people for what they are; they trip wherever they stand.
    static let slurs: Set<String> = WordLists.words(
        """
        nigger niggers nigga niggas niggaz faggot faggots fag fags kike kikes spic spics chink chinks wetback wetbacks tranny
        trannies gook gooks paki pakis dyke dykes raghead ragheads towelhead beaner beaners coon coons sandnigger darkie
        darkies retards
        """)

    /// The word behind a mask, if it is one of these: `f***`, `sh*t`, `a$$`, `b!tch`.
    static func unmasked(_ word: String) -> String? {
        let isMasked = word.utf8.contains {
            $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "@")
        }
        guard isMasked else { return nil }
        let masked = Array(word.utf8)
        return maskable.first { candidate in
            let letters = Array(candidate.utf8)
            guard letters.count == masked.count else { return false }
            return zip(letters, masked).allSatisfy { letter, sign in
                letter == sign || sign == UInt8(ascii: "*")
                    || (sign == UInt8(ascii: "$") && letter == UInt8(ascii: "s"))
                    || (sign == UInt8(ascii: "!") && letter == UInt8(ascii: "i"))
            }
        }
    }

    private static let maskable = [
        "fuck", "shit", "bitch", "fucking", "asshole", "bullshit", "cunt", "dick", "fucked", "fucker", "ass", "bastard",
        "shitty", "whore", "slut", "damn", "crap", "hell", "fuckin", "motherfucker", "bitches", "cock", "prick",
    ]
}
