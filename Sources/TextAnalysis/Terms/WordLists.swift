/// The words of English that search passes over or weighs lightly.
enum WordLists {
    static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }

    static let stopWords = words(
        """
        a an the and or but nor so if then than that this these those there here it its it's he him his she her they them
        their theirs we us our ours you your yours i me my mine myself yourself itself themselves is am are was were be been
        being do does did doing done don't doesn't didn't have has had having haven't hasn't hadn't will would shall should
        can could may might must won't wouldn't shouldn't can't couldn't cannot isn't aren't wasn't weren't i'm i've i'd i'll
        you're you've you'd you'll we're we've we'd we'll they're they've they'd they'll he's she's that's there's what's
        where's who's how's let's of in on at by for with without to from into onto about as up down out off over under
        again too very just also only even still such own same other some any each every both all most more much many few
        what which who whom whose when where why how because while until before after during between through per via not no
        yes ok okay please hi hello hey dear thanks thank thx cheers regards kind best sincerely sir madam im ive dont cant
        doesnt didnt isnt wont whats hows
        """)

    /// Compared after folding; inflected forms are listed where they occur.
    static let lightWords = words(
        """
        help helps helping helped want wants wanted need needs needed like likes would know knows knowing tell tells told
        find finds finding found get gets getting got make makes making made use uses using used try tries trying tried able
        possible possibly way ways thing things something anything everything nothing someone anyone question questions
        issue issues problem problems trouble work works working worked go goes going went see sees seeing saw seen show
        shows look looks looking looked say says said mean means give gives given take takes taking took put set let keep
        keeps guide steps step explain explains info information detail details support customer service team guys people
        company product app application site website page today now yesterday currently already new really actually
        basically simply maybe perhaps quickly easily happen happens happened happening wonder wondering understand sure
        allow allows allowed supported available offer offers come comes start starts started one two first second time
        times day days week weeks month months lot bit kind sort different another else anyway soon ever never always
        sometimes often three four five six ten however generally last next recent recently ago still since again several
        sometimes often well good great best better right wrong correct correctly properly exactly type types idea
        """)
}
