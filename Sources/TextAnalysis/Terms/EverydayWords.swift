extension WordLists {
    /// Words of everyday English: what people tell around a question. They weigh little unless a heading of the documents
    /// has them, because then they are a matter there.
    static let everydayWords = words(
        """
        able absolutely accept accident accidentally according actual add admit advance advice advise afraid afternoon age
        ago agree ahead air alone along alright altogether amazing amount angry annoyed annoying answer anybody anymore
        anyways anywhere apart apologies apparently appear appears appreciate approach appropriate april area arrange arrive
        arrived aside ask asked asking asks assist assistance assume attempt attempted attention august aunt autumn aware
        away awful awesome awkward baby back bad badly barely base basic basically basis beautiful become bed began begin
        beginning begun behind believe belong belongs below beside besides beyond big bigger biggest bite blame boring born
        borrow boss bother bothering bought bound boy brand brave break breakfast brief briefly bring bringing broke brother
        brought btw build building bunch busy buy calm came car care careful carefully carry case cases catch caught cause
        caused causing central centrally certain certainly chance chances chaos cheap check checked checking child children
        choice choose chose christmas city class clean clear clearly clever client clients climb close closely closer clue
        coffee cold colleague colleagues combined comfortable coming common complain complete completely complicated concern
        concerned concerning confused confusing confusion consider considering constant constantly consultancy consultant
        contain continue conversation convince cool correctly couple course cover crazy cross curious current damn dark date
        daughter dead deal dear december decent decide decided decision deep definitely department depend depending depends
        describe described deserve desk desperate difference different difficult difficulty dinner direct directly dirty
        disappear disappeared disappointed discuss discussed discover discovered display dog door double doubt drink drive
        drives driving drop due dumb early earlier ear easier easily easy eat effect effort eight eighty either eleven else
        embarrassing emergency employee employees empty enable end ended endless ends enjoy enough entire entirely especially
        essentially evening event events eventually everybody everyday everyone evidently exact exactly example excellent
        except excited exciting excuse exist existing exists expect expected experience experienced extra extremely eye eyes
        face fact facts fail fair fairly faith fall family fan fantastic far fast father fault favour favorite fear february
        feel feeling feels feet fell fellow felt few fiance fifteen fifth fifty figure figured final finally fine finger
        finish finished fire firm first five flat floor fly focus folks follow followed following food fool foot force forced
        forever forget forgot forth forty forward found four fourth free fresh friday friend friendly friends front fully fun
        funny further future game gave general generally gentleman gentlemen genuinely german girl glad god gone goodness
        gosh gotta grandma grateful great ground group grow growing guess guessing guy hair half hall hand handed handing
        handle hands handy hang hanging happy hard hardly hassle hate hates havent head headache headquarters hear heard
        heart heavy height held hell helper helpful hence herself high higher highest highly himself hire hired history hold
        holding holds holiday home honest honestly hope hoped hopefully hoping hospital hot hour hours house however huge
        human hundred hundreds hung hungry hurry hurt husband idea ideally ideas identical ignore ignored imagine immediate
        immediately important impossible impression inform informed inside instance instantly instead interested interesting
        internal introduce irritating issue itself jan january job jobs join joined joke july jump june kid kids kill kindly
        knew knowledge known lady laid lack language large larger last lately later latest latter laugh launch law lead
        leader leading learn learned least leave leaving led left legs length less lesson letting level life light likely
        line lines listen literally little live lives living local location logic lol long longer loose lose losing lost lots
        loud love loved lovely low lower luck lucky lunch mad madam main mainly major majority man manage managed manager
        managers managing manual manually march mark married matter matters maximum maybe meant meanwhile meet meeting
        memory men mention mentioned mess messed message messages met middle midnight mighty mind mine minor minus minute
        minutes miss missed missing mistake mistaken mistakes mix mixed moment monday money month morning mostly mother mouth
        move moved moving mum mom music naturally near nearby nearly neat necessary neighbour neither nervous nice night nine
        ninety nobody noise none nonsense noon nope nor normal normally nose note noted notice noticed november nowhere numerous
        obvious obviously occasion occasionally occur occurred occurs october odd offer office often old older oldest once
        ones open opinion opportunity opposite ordinary original originally otherwise ought outside overall overnight
        owner pain painful pair panic paper parents part particular particularly parts party past patience patient pause pay
        peace people per perfect perfectly period person personal personally perspective phone physical physically pick picked
        piece place placed places plain plan planning play playing pleasant pleased pleasure plenty plus point pointed points
        poor popular position positive possibility post pray precise precisely prefer prepare prepared presence present pretty
        prevent previous previously print prior probably proceed process proper proud prove provide provided pull purpose push
        putting quarter question quick quickly quiet quite race rain raise ran random rare rarely rather reach react read
        readily reading ready real realise realised realize realized reason reasonable reasons receive received recent recently
        recommend regard regarding regards regular regularly related relation relevant rely remain remaining remember remind
        repeat repeated repeatedly replied reply request requested require required research resources respect respond
        response rest result results return returned rid ridiculous ring risk road role room rough roughly round rule rules
        run running rush sad safe saturday saying scared scenario scratch search season seat second secondly seconds
        secret section seem seemed seems seldom self sell sense sent sentence september serious seriously serve session seven
        seventy severe several shall shame shape sharp shift shop short shortly shot shouting shut sick side sight sign
        silly similar simple simplest simply sincere single sister sit site sitting situation six sixth sixty size skill
        sleep slight slightly slip slipped small smaller smallest smart smarter smooth smoothly social sold solution solve
        solved somebody somehow somewhat somewhere son soon sorry sort sorted sound sounds space spare speak special specific
        specifically spend spent spoke spot spouse spring staff stage stand standing stands star state statement stay
        stayed staying step still stood stop stopped story straight strange street stress stressed strict strictly strong
        struggle struggling stuff stupid subject succeed success successful successfully such sudden suddenly suffer suggest
        suggested suit suitable summer sunday super supervisor supposed surely surprise surprised swear sweet swear table talk
        talked talking task tea teach tech tell ten tend tension terrible terribly thankful thankfully theory therefore thin
        think thinking third thirty thorough thought thoughts thousand thousands three threw throughout throw thrown thursday
        tight till tip tired together tomorrow tone tonight took top topic total totally touch touched tough towards town
        trains treat treated tried trouble true truly trust truth tuesday turn turned turns twelve twenty twice typical
        typically ugly ultimately unable unclear uncle underneath unfortunate unfortunately unhappy unless unlikely unlike
        until unusual unusually upon upset urgent urgently useful useless usual usually vacation valuable various vast version
        view visible visit voice wait waited waiting wake walk wall wanna warm warn waste wasted wasting watch water weather
        wednesday weekend weekends weeks weird welcome went whatever whatsoever whenever whereas wherever whether whichever
        whoever whole wide wife window winter wise wish wishes within woke woman women wonderful wondered word words worked
        workers world worried worry worse worst worth wow write writing wrote yard year years yesterday yet young younger
        yours zero
        ahh aha argh bro dude eh haha hahaha hmm hm huh idk imo ok omg oops pls plz rip tbh ty ugh uh um umm wtf yay yo
        gonna kinda sorta dunno lemme gimme cuz cos coz bc thru tho tmrw tmr asap fyi hv hav hw ive id im ur u r k n thx tks
        plz wk wks yr yrs min mins hr hrs sec secs mon tue tues wed thu thur thurs fri sat sun jan feb mar apr jun jul aug
        sep sept oct nov dec anyone's everybody's today's tomorrow's teh menny wanna
        one two three hundred dozen dozens couple
        """)
}
