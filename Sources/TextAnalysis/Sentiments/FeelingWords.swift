/// What words say of feelings, −4 (furious) … +4 (delighted), as a customer writing to a company uses them.
///
/// Grouped by weight. A word also counts in its other forms unless they stand in a group of their own; weight 0 keeps a
/// word from counting by its stem.
enum FeelingWords {
    static let groups: [(weight: Double, words: String)] = [
        (
            3.4,
            """
            amazing awesome fantastic outstanding phenomenal superb brilliant incredible spectacular marvelous
            marvellous magnificent flawless exceptional extraordinary stellar ecstatic thrilled overjoyed adore
            perfect perfection perfectly best delighted delightful sublime wonderful wonderfully fabulous terrific
            stunning masterpiece lifesaver excellent excellently unbeatable heavenly amazingly epic
            """
        ),
        (
            2.9,
            """
            love loved loves loving lovely beautiful beautifully gorgeous great greatest happy happily happiest joy
            joyful impressed impressive impressively glad glorious gem champion hero heroes blessed blessing elated
            excited exciting winner wow yay hooray hurray woohoo woot celebrate celebrating success successful
            successfully superior favorite favourite treasure paradise charming adorable hilarious legend stoked
            pleased rocks rocked genius crisp
            """
        ),
        (
            2.3,
            """
            good enjoy enjoyed enjoying enjoyable enjoys fun nice nicely nicest pleasant pleasantly pleasure satisfied
            satisfying satisfaction grateful gratitude thankful appreciate appreciated appreciates appreciative sweet
            neat helpful recommends reliable reliably smooth smoothly smoother solid sturdy elegant elegantly
            intuitive effortless effortlessly easy easier easiest easily responsive friendly kindly kindness polite
            courteous generous professional efficient efficiently trustworthy trust trusted warm cute smile smiling
            smiles laugh laughing haha hahaha lol lmao bravo congrats congratulations cheerful comfortable comfy cozy
            handy worth worthwhile win won wins winning positive positively bright vibrant clever lucky luckily
            fortunate fortunately proud proudly inspiring inspired welcoming refreshing seamless seamlessly robust
            durable tasty delicious yummy yum hugs hug kisses heart fabulously benefit beneficial peaceful calm
            precious talented wise improved improvement improvements superfast snappy stylish sleek entertaining
            thoughtful caring relaxed relaxing
            """
        ),
        (
            2,
            """
            cool recommend
            """
        ),
        (
            1.8,
            """
            useful
            """
        ),
        (
            1.6,
            """
            recommended
            """
        ),
        (
            1.5,
            """
            kiss thanks thank thx liked improve improving improves solved resolved clean quick quickly fast faster
            speedy prompt promptly convenient accurately affordable fairly sturdier safe safely secure eager keen
            agree agreed supportive fresh smartly capable rich valuable strength stronger confident confidence
            attractive luxury advantage advantages innovative relief relieved rewarding savvy sharp shine shines
            stable steady tremendous versatile vivid worthy adequate alright amused amusing assured bargain boost
            brilliantly celebrity comfort cooperative dependable desirable effective energetic enthusiastic ease peace
            respectful romantic sunny sunshine talent triumph truth unique
            """
        ),
        (
            1.4,
            """
            interesting
            """
        ),
        (
            1.2,
            """
            bonus
            """
        ),
        (
            1.1,
            """
            decent
            """
        ),
        (
            1,
            """
            accurate honest promising respect vacation
            """
        ),
        (
            0.9,
            """
            smart better welcome simple strong dream dreams party
            """
        ),
        (
            0.8,
            """
            quality well like likes usable fixed clarity fair hopeful interested fan gift gifts saved compact
            """
        ),
        (
            0.7,
            """
            fine interest
            """
        ),
        (
            0.6,
            """
            hope modern value gain gained gains care popular saves weekend
            """
        ),
        (
            0.5,
            """
            pretty okay ok working works worked approve approved save yes yeah yep work
            """
        ),
        (
            0.4,
            """
            clear hopefully hoping advanced saving surprise recommendation
            """
        ),
        (
            0.3,
            """
            correct correctly ready free surprised surprisingly upgrade upgraded share safety freely wellness
            """
        ),
        (
            0.2,
            """
            clearly completed
            """
        ),
        (
            0.1,
            """
            honestly
            """
        ),
        (
            0,
            """
            kind support supports simply complete creative please use uses using used user users usage rock kinds
            supporting careful creation sharing wonder wondering wondered clearing correcting approval valuing worker
            workers workings
            """
        ),
        (
            -0.3,
            """
            old short
            """
        ),
        (
            -0.4,
            """
            heavy
            """
        ),
        (
            -0.5,
            """
            hard sorry cheap cold
            """
        ),
        (
            -0.6,
            """
            concern
            """
        ),
        (
            -0.7,
            """
            problem problems trouble issue issues error errors bug bugs buggy fail fails failing failed failure crash
            crashes crashed crashing freeze freezes freezing frozen broken breaks broke stuck blocked blocks
            disconnect disconnects disconnected unreadable unresponsive unsupported glitch glitches glitchy lag laggy
            lags stop stopped slow slowly slower missing incorrect incorrectly wrong unable return returned returning
            refund unavailable unexpected unexpectedly limit limits limited complain complaint complaints complained
            difficulty denied rejected reject deny unresolved doubt
            """
        ),
        (
            -0.8,
            """
            risk
            """
        ),
        (
            -1,
            """
            die
            """
        ),
        (
            -1.2,
            """
            difficult difficulties harder confusing confused confuse unclear miss missed lack lacks lacking lost lose
            losing loses delay delays delayed late wrongly inaccurate sadly unfortunately concerned concerns worry
            worried worries worrying doubts doubtful unsure complicated complex clunky awkward tricky odd weird
            strange limitation minor expensive pricey costly overpriced problematic questionable inconvenient
            inconvenience uncomfortable flaw flaws flawed mistake mistakes tired bored boring dull bland mediocre lame
            cheaply flimsy noisy loud bulky dirty outdated stale lonely sick ill hungry boredom nervous scared fear
            fears afraid hesitant interrupt interrupted unlikely drawback drawbacks downside cons con weak weaker
            weakness tough rough scratch scratched scratches cracked dropped drops stiff sucky meh ugh argh sigh alas
            hmm negative negatively leak leaks leaking overheats overheating rattles static distorted blurry grainy
            dead dies died dying cry
            """
        ),
        (
            -1.4,
            """
            lie war avoid
            """
        ),
        (
            -1.6,
            """
            kill
            """
        ),
        (
            -2,
            """
            bad badly annoying annoyed annoy annoys annoyance unhappy sad sadder saddest disappointed disappoint
            disappoints disappointing disappointment frustrated frustrating frustration frustrate frustrates upset
            upsetting poor poorly unreliable useless unusable hate hates hated inferior defective faulty junk sucks
            suck sucked lousy crappy crap regret regrets regretted misleading mislead misled rude rudely ignored
            ignore ignoring ignores neglect unacceptable unprofessional unsatisfied dissatisfied dissatisfying unfair
            unjust dishonest lied lies lying deceptive deceived cheat cheated cheating pain painful painfully hurt
            hurts hurting headache headaches struggle struggling struggles mess messy messed messes irritating
            irritated irritate irritates hassle nuisance burden stress stressed stressful damage damaged damages
            destroy ruined ruin ruins ruining waste wasted wasting wastes unhelpful incompetent incompetence careless
            clueless sloppy shoddy shameful shame ashamed embarrassing embarrassed embarrassment stupid dumb silly
            foolish idiotic ugly gross nasty crying cries cried tears depressed depressing depression miserable misery
            hopeless helpless worse abandon abandoned abuse angrily crisis guilty hostile insult insulted insulting
            jealous killed killing loser losers mad malfunction malfunctioned malfunctions mistreated nightmare
            offended offensive outrage overcharged panic pissed pitiful ridiculous scam shitty suffer suffered
            suffering terrified threat threatened tragic tragedy ugliest unwanted upsets victim violated violent
            weakest worthless wtf damn damned screwed bogus disaster fooled avoided unimpressed unbearable
            unacceptably gripe gripes shocked shocking troll bullied bully dread dreading hell
            """
        ),
        (
            -3.1,
            """
            terrible terribly horrible horribly awful awfully dreadful atrocious abysmal appalling appalled horrendous
            horrid horrific pathetic disgusting disgusted disgust disgrace disgraceful outrageous outraged furious
            angry anger angered livid enraged rage fuming infuriating infuriated despise despised loathe loathed
            detest worst garbage rubbish scammed scammers scammer fraud fraudulent fraudsters thieves thief
            theft stealing steal stole crooks crooked liar liars lousiest unforgivable intolerable insane nightmarish
            evil cruel hideous repulsive revolting vile abomination catastrophe catastrophic disastrous joke laughable
            hateful bastards shit bullshit fuck fucking fucked asshole assholes bitch cunt motherfucker dick crappiest
            idiots idiot morons moron imbecile imbeciles criminal criminals unbelievably inexcusable shambles fiasco
            incensed seething vomit nauseating murder murdered torture terrorist
            """
        ),
    ]

    /// Phrases in the language of ``PatternBook``; each replaces what its words say by themselves.
    static let phrases: [(weight: Double, patterns: [String])] = [
        (
            3.4,
            [
                "works|worked|working like a charm",
                "works|worked|working flawlessly|perfectly|beautifully|great|wonderfully|wonders",
                "saved my|our life|day|bacon", "love it|this|these|them|you|your",
                "highly|strongly|definitely|absolutely|totally recommend|recommended", "made my|our day|week|year",
                "keep up the? good|great|amazing|excellent? work", "can not thank you enough",
                "could not be happier|better|easier|more", "can not|could not recommend|praise ... enough",
                "best ... ever|money|buy|purchase|far", "blown away", "above and beyond", "five stars", "5 stars",
                "top notch", "second to none", "well done", "exceeded my|our|all expectations", "must have|buy",
                "hats off", "kudos", "worth every|the penny|cent|money|price|wait",
            ]
        ),
        (
            2.3,
            [
                "thank|thanks you? so|very much", "thanks a? lot|million|bunch|ton", "so|very|much appreciated",
                "no complaints|problems|issues|regrets|doubt", "problem|issue solved|resolved|fixed",
                "nothing but good|great|praise", "never had a? problem|problems|issue|issues|trouble",
                "not bad|disappointed|disappoint", "can not complain|wait|go wrong", "can not beat",
                "could not complain", "does|did the job|trick", "look|looking|looks forward",
                "looks|feels|sounds|works good|great|nice|fantastic|amazing|fine|well",
                "happy with|to|customer|that|about|birthday", "big fan",
                "good|great|nice|excellent job|work|value|quality|service|support|product|deal|price",
                "that|it|this worked|helped|helps", "works now|again", "so far so good", "big|huge|great improvement",
                "easy to use|install|set|follow|understand", "well made|built|designed|worth|written", "user friendly",
                "as advertised|described|expected|promised", "hassle free",
            ]
        ),
        (
            0.4,
            [
                "thanks|thank you? in advance|advanced",
                "thank you for your? help|time|assistance|support|understanding|attention", "kind|best|warm regards",
                "good|great morning|afternoon|evening|day", "hope you|this|all is|are|finds|find|doing? well?",
                "have a good|great|nice|lovely day|weekend|evening|one", "many|best wishes|thanks", "i would like",
                "would like to|a|an|some|you", "like to know|ask|add|change|get|have|see|update|use|cancel|order",
                "feel like", "looks|seems|feels|sounds|acting|something like", "like this|that|these|the|a|an|in|so|on",
                "please|kindly advise|let|help|assist|confirm|check",
                "best way|practice|practices|option|approach|time|place",
                "free trial|plan|version|tier|shipping|account", "two factor", "well as", "as well",
                "customer support|care|service", "support team|for|the|ticket|page|agent|email", "pretty much|sure",
                "right now|away|click|side", "thanks", "thank you", "value of|for|field", "share with|a|my|the|files?",
                "quality settings|of", "security settings", "strong password",
                "clear my|the cache|cookies|history|data", "save changes|my|the|a|as|file|files|to",
                "complete the|my|setup", "hard drive|disk|copy", "old password|email|account|version|address|one|data",
                "password reset|error", "lost my|the password|phone|access", "error message|code|log|logs",
                "short description|answer|list|video", "cancel my|the", "hot key", "free up|to", "dead|line link",
                "heavy load",
            ]
        ),
        (
            -1.1,
            [
                "does|do|did|is|are not work|working|load|loading|open|opening|help|respond|match|show|save",
                "stopped working|responding|loading", "can not log|login|access|find|open|get|use|connect|see",
                "unable to", "still not|no",
                "not sure|clear|ideal|great|perfect|the best|easy|impressed|worth|good|enough", "could be better",
                "not as good|expected|advertised|described",
                "a bit|little slow|annoying|disappointed|disappointing|frustrating",
                "too|very small|big|loud|slow|expensive|short|long|hard|difficult|much|many|late",
                "not|less than happy|pleased|ideal|satisfied", "no longer",
                "wish it|they|i|there had|would|was|could|were", "would not recommend|buy|work",
                "send|sent|sending it back", "falls|fell|falling|fall apart|short|off", "cheaply made", "stay away",
                "used to be", "not worth", "not happy|helpful|useful|acceptable|satisfied|pleased|good|great|fair",
                "never again|works|worked", "no help|support|response|reply|answer|use|good", "on hold",
                "how long do|must|should|will i", "still|been waiting", "of no use|help", "too bad", "fed up",
                "sick of", "tired of", "out of patience", "had enough",
            ]
        ),
        (
            -2.4,
            [
                "third|fourth|fifth|tenth|3rd|4th|5th|10th|hundredth|nth time", "how many times",
                "waste of time|money|my|everyone", "waste|wasted|wasting my|our|your time|money|day|hours", "fed up",
                "sick of|and this|tired|it|your|waiting", "last straw", "had enough",
                "let|lets|letting me|us|down? down",
                "no one|nobody is? has? cares|answers|responds|replied|helps|answered|helping|responded|bothered|responding|replying",
                "still waiting|broken|nothing|no response|reply|answer|unresolved",
                "been waiting for? since? days|weeks|hours|over|two|three|a|months|all|so|forever",
                "over|more than a|two|three week|weeks|month|months now?", "getting|going nowhere", "not good enough",
                "rip off", "ripped off", "run|runaround around", "not acceptable", "do not bother|waste|buy|trust|care",
                "does not care", "do not care", "shame on", "piece of junk|crap|garbage|trash|shit|work?",
                "want|wants|demand my money back", "money back", "stay away", "worst ... ever", "never ... again",
                "what a joke|mess|disgrace|waste|shame|nightmare", "is|are|was a joke",
                "not impressed|funny|amused|happy", "drives|driving|drove me|us crazy|nuts|insane|mad", "give up",
                "out of control", "lost all|my|our|all data|work|files|patience|faith|trust|customers|money",
                "at my wits|wit's end", "losing my|our patience|mind|money|customers",
                "good|real|great luck with|getting", "zero stars", "1|one star", "slap in the face", "can not believe",
                "can not stand", "unbelievable", "are you kidding|serious|joking",
                "fix this|it|your now|immediately|already|asap|today|crap|shit|mess", "do your job",
                "for the last time", "enough is enough", "sick and tired", "how hard is|can", "so much for",
                "yeah|oh right|great|sure", "thanks for nothing", "bad|worst customer|service|experience",
            ]
        ),
    ]

    static let emoji: [(weight: Double, signs: String)] = [
        (3.2, "😍🥰🤩😻🎉🥳💯🏆❤💖💕💗😘"),
        (2.3, "😀😃😄😁😆😊☺🙂😂🤣👍👏🙌🙏💪⭐🌟✨💙💚💛🧡💜🤗😎😇✅👌🎊😋😌🤝🥹♥🫶😹😺😸"),
        (0.4, "😉😏🤔👋😅🙃😜😛"),
        (-1.5, "😕🙁☹😟😞😔😓😥😢😭😩😫😖😣😰😨😱🤦🤷😬🙄😒😑💔👎😿🥺😧😦😮"),
        (-3.3, "😠😡🤬😤👿💩🖕🤮🤢💢☠"),
    ]

    static let emoticons: [String: Double] = [
        ":)": 2.0, ":D": 2.8, ";)": 1.2, "=)": 2.0, ":]": 2.0, ":p": 1.2, ":P": 1.2, ";D": 2.2, "=D": 2.8, ":3": 1.8,
        "<3": 2.9,
        ":*": 2.4, ";P": 1.2, ";p": 1.2, "=P": 1.2, "=]": 2.0, ":'3": 1.0, ":(": -2.0, "=(": -2.0, ":[": -2.0,
        ":/": -1.2,
        ":\\": -1.2, ":|": -0.8, ":'": -2.2, "=/": -1.2, "</3": -2.6, ";(": -2.0, ":'(": -2.4, ":')": 1.5, ":'[": -2.2,
        "=[": -2.0, ":o": -0.2, ":O": -0.2, ":'*": 0.5, "=|": -0.8,
    ]

    static let strengtheners: [String: Double] = [
        "very": 0.3, "really": 0.3, "so": 0.25, "extremely": 0.45, "incredibly": 0.45, "absolutely": 0.45,
        "totally": 0.35,
        "completely": 0.35, "utterly": 0.45, "highly": 0.3, "super": 0.35, "insanely": 0.45, "deeply": 0.35,
        "truly": 0.3,
        "too": 0.2, "quite": 0.1, "especially": 0.2, "particularly": 0.2, "seriously": 0.3, "awfully": 0.35,
        "freaking": 0.4,
        "fucking": 0.5, "bloody": 0.4, "damn": 0.4, "unbelievably": 0.45, "ridiculously": 0.45, "exceptionally": 0.4,
        "most": 0.3,
        "more": 0.15, "much": 0.2, "such": 0.2, "entirely": 0.3, "exceedingly": 0.4, "hugely": 0.4, "remarkably": 0.35,
        "thoroughly": 0.35, "beyond": 0.3, "definitely": 0.2, "always": 0.15, "constantly": 0.2, "simply": 0.1,
        "just": 0.05,
        "hella": 0.4, "mega": 0.35, "terribly": 0.35, "pretty": 0.1, "real": 0.15, "way": 0.2,
        "slightly": -0.35, "somewhat": -0.3, "little": -0.3, "bit": -0.3, "kinda": -0.3, "kind": -0.2, "sorta": -0.3,
        "fairly": -0.1, "partly": -0.3, "mildly": -0.35, "barely": -0.5, "hardly": -0.6, "almost": -0.2,
        "occasionally": -0.3,
        "sometimes": -0.25, "marginally": -0.4, "relatively": -0.15, "less": -0.4,
    ]

    static let negators: Set<String> = [
        "not", "no", "never", "without", "nor", "neither", "cannot", "nothing", "nobody", "none", "hardly", "barely",
        "rarely",
        "seldom", "lack", "lacks",
    ]

    static let contrasts: Set<String> = [
        "but", "however", "although", "though", "yet", "except", "nevertheless", "unfortunately",
    ]
}
