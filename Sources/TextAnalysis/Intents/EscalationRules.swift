extension IntentRule {
    /// What a company often wants a person to see.
    static let escalations: [IntentRule] = [
        IntentRule(
            .pricingInquiry, "price", 0.9,
            [
                "how much is|are|does|do|would|will|for|to|it|you|the|per|money|extra", "how much", "what|whats is|are|does|do|would ... cost|costs|price|prices|pricing|rate|rates|fee|fees", "cost|costs|costing of|per|for|to|money|extra|more",
                "price|prices of|for|per|list|range|difference|increase|quote|quotation|plan|point|tag|match", "pricing", "your|the|current|monthly|annual|yearly|enterprise price|prices|pricing|rates|cost", "discount~", "coupon|promo~ code", "quote|quotation for|from|please|on",
                "get|give|send|request|need|want|like|provide|have me? us? a|an? price|custom? quote|quotation|estimate", "enterprise plan|pricing|price|quote|rate|tier cost|price|pricing?", "volume|bulk|nonprofit|student|educational|education|startup|academic discount~|pricing|rate~|price|license~|plan", "cheaper|cheapest plan|option|price|rate|tier|for|version?",
                "difference in price|cost", "per seat|user|month cost|price|pricing|fee", "special|better|best|good deal|offer|rate|price", "negotiate", "is|are it|there|this|that ... free", "free plan|tier|version", "plan|plans cost|costs|price|prices|pricing|start", "price|cost|pricing", "what|how do|does you|it charge", "charge per|for", "affordable", "expensive", "price increase",
            ]),
        IntentRule(
            .refundRequest, "refund", 0.95,
            [
                "want|need|like|request|requesting|demand|demanding|expect|get|give|issue|process|receive|claim|owed|deserve|asking|ask|apply|waiting|wait|initiate|arrange|seeking|have|requested|provide|offer ... refund~|reimbursement|reimbursed", "refund~ me|us|my|our|please|the|this|it|now|immediately|request|requested|for|of|is|has|not|status", "please refund|reimburse", "my|a|full|partial|complete|immediate|no|where|for|your|our|money refund~",
                "money back", "money returned", "my money", "return my money|payment|purchase|order|item", "be|been|get|got|getting refunded|reimbursed", "reimburse me|us|my|our|for|the", "credit back|my|me account|card|back|for",
            ]),
        IntentRule(
            .refundRequest, "chargeback", 0.95,
            ["chargeback~", "charge back", "dispute|disputing|reverse|reversing ... charge|charges|payment|transaction", "dispute with my|the bank|card", "call|contact|contacting|calling my bank", "unauthorized|unauthorised|fraudulent charge~|payment~|transaction~"]),
        IntentRule(.refundRequest, "refund mentioned", 0.6, ["refund", "refunds", "refunded", "reimbursement"]),
        IntentRule(.refundRequest, "refund policy", 0.4, ["refund|refunds|reimbursement|return|money policy|policies|process|rules|terms|window|eligibility|back? guarantee?"]),
        IntentRule(
            .cancellation, "cancel", 0.9,
            [
                "cancel|cancelling|canceling|cancelled|terminate|terminating|end|ending|stop|close|closing ... subscription~|plan|membership|account~|service|contract|trial|renewal", "want|need|like|going|please|wish|trying|how|decided|would to? like? to? i? can? do? cancel", "cancellation", "cancel|cancelling my|our|the|this|immediately|now|everything|it", "cancel",
                "close|deactivate my|our account", "not renew|renewing", "switching|switch|moving|leaving to|away|for a? another|competitor|different|elsewhere|you|provider", "stop charging|billing me|us|my", "unsubscribe from|my|the service|plan|subscription", "turn off|disable auto renewal|renew|renewing?",
                "take my business elsewhere", "leaving you|your",
            ]),
        IntentRule(
            .legal, "lawyer", 0.95, deniable: false,
            [
                "lawyer~", "attorney~", "solicitor~", "sue|suing|sued you|your|the|them|for|over|company|us?", "lawsuit~", "legal action|team|counsel|department|advice|proceedings|matter|claim|dispute|notice|remedies|representation|consequences|steps|recourse|threat|issue|issues|case|rights|liability|obligation~|request|hold",
                "legally binding|liable|obligated|obliged|required|responsible", "take|taking|see|seeing you|this|them|your to|in court", "small claims court?", "in|to|go|going court", "court case|order|action|date", "litigation", "litigate", "subpoena~", "class action", "cease and desist", "breach of contract", "legal",
                "consumer protection|rights agency|office|law|act|board?", "better business bureau", "attorney general", "ombudsman", "trading standards", "report|reporting|reported you|this|your|company? to ... authorities|regulator~|ftc|bbb|police|commission|ombudsman", "file|filing|filed a|an ... complaint with", "copyright|trademark|patent infringement|violation|claim|issue|dispute", "dmca", "defamation", "damages",
            ]),
        IntentRule(
            .legal, "compliance", 0.8, deniable: false,
            [
                "gdpr|ccpa|hipaa|dpa|pci|sox|ferpa|coppa|lgpd|dsgvo", "data processing|protection agreement|addendum|authority|officer|law|regulation~|act", "compliance", "compliant|comply with|to", "regulator~|regulatory", "soc 2|ii|2? report?", "soc2", "iso 27001", "audit report|request|letter", "violation of|against law|privacy|my|terms|the",
                "terms of service violation", "privacy violation|law|laws|breach", "illegal|unlawful|illegally|unlawfully",
            ]),
        IntentRule(
            .humanRequest, "wants a person", 0.95,
            [
                "speak|talk|chat|talking|speaking|chatting|connect|connected|escalate|escalated|transfer|transferred|transferring|forward|hand|pass|put|refer to|with|me|us|this|my|through|over|on ... human~|person|people|agent~|representative~|rep|reps|operator|manager|supervisor|someone|somebody|staff|specialist|advisor|advocate|human's|specialists|superior|team|department|engineer",
                "want|need|like|get|give|prefer|require|request|demand|find|have|where|is ... real|live|actual|human person|human|agent|representative|being|people|support|operator|rep|assistance|help|operator|touch|someone", "want|need|like|get|give|prefer|request|demand|send me? us? a|an|the|to? human|representative|agent|operator|manager|supervisor|rep|person",
                "real|actual|live|proper|genuine|living person|human|people|agent|rep|representative|operator|chat|support", "human agent|being|support|representative|rep|assistance|help|operator|please|now|contact|intervention|staff", "agent|representative|human please|now|pls|!", "call|ring|phone me|us back|at|on|please|now|asap|today|tomorrow|when|as|immediately|?",
                "call me|us", "give me|us a call", "request|arrange|schedule|want|need|get a|an? call|callback back?", "callback", "can|could|may|will|should someone|somebody|anyone|anybody call|contact|ring|phone|speak|talk|reach", "speak|talk to|with your|a|the manager|supervisor|boss|superior", "your|a|the manager|supervisor",
                "escalate this|my|it|the|to|ticket|issue|case|please", "escalation", "customer service|support|care representative|agent|rep|person|number|phone", "not a|talk|speak|talking|speaking to? a? bot|robot|machine|chatbot", "stop|enough|no sending? with? giving? automated|bot|bots|robot|robots|canned replies|responses|answers|messages?", "someone from your|the sales|support|billing|finance|technical|legal team|department?",
                "speak|talk to someone|somebody|anyone", "is anyone|anybody there|real|here", "is there anyone|anybody|someone|a human|person|real", "have someone|somebody|your|a call|contact|reach|get", "phone number to call|reach|contact", "can i call", "number i can call",
            ]),
        IntentRule(.humanRequest, "asks about a bot", 0.4, ["are|is you|this|it|i a|an|talking ... bot|robot|ai|human|machine|person", "am i talking|speaking|chatting"]),
        IntentRule(
            .security, "incident", 0.95,
            [
                "hack~|hacked|hacking|hacker|hackers", "been|was|is|got|account|were|are|data compromised", "breach|breached of? my|our|security|data|the|in|personal?", "data|security|privacy breach~|leak|leaked|incident|violation|exposure", "vulnerability|vulnerabilities", "exploit|exploits|exploited", "xss|csrf|sqli|ssrf|rce|cve", "sql injection", "unauthorized|unauthorised|suspicious|unknown|strange|unrecognized|unusual login|logins|access|activity|sign|user~|device|transaction~|attempts",
                "someone|somebody|stranger|anyone else has|have|is|logged|accessed|got|used|changed|using|else|stole ... account|into|password|email|access|card|my|in", "stolen|stole ... account|password|credentials|card|data|identity|laptop|phone|key", "phishing|phished|phish", "malware|ransomware|virus", "leaked|exposed|leaking ... data|password~|key~|token~|credentials|information|secret|secrets|api", "i|we|have|has|found|discovered|report|reporting a|the? security hole|flaw|issue|bug|vulnerability|concern|incident|problem|loophole",
                "identity theft", "account takeover", "taken over my|our", "see|seeing|shows|show|showing|access other|another|someone|somebody customer~|user~|company|people|person|else ... data|account~|information|files|records|invoice~|orders?", "did not log|sign in|make|authorize|authorise|request this|that|it|the|a", "not me who|logged",
            ]),
        IntentRule(
            .dataRequest, "personal data", 0.9,
            [
                "delete|erase|remove|wipe|purge|destroy|deleting|erasing ... all? of? my|our|personal|customer|all data|information|records|details|history|everything", "right to be forgotten|erasure|access|portability", "data subject|deletion|erasure|access|portability access? request~|rights", "export|download|copy|send|provide|give|request|access ... all|personal ... my|our|personal|of|the data|information|records", "gdpr|ccpa request|export|deletion|erasure|access|data",
                "subject access request", "copy of my|all|the personal? data|information|records", "what data|information|personal do|does|have|is you|it|your|the|being|data ... store|keep|hold|collect|have|about|stored|collected", "forget me", "my personal data|information", "under gdpr|ccpa|article|the", "sar|dsar", "opt out of data|tracking|selling", "do not sell my",
            ]),
        IntentRule(
            .threat, "threat", 0.95, deniable: false,
            [
                "i|we will|am|are going? to? ... kill|hurt|destroy|burn|shoot|stab|beat|find|hunt|murder|bomb|strangle you|your|u|them|all|everyone|office|down", "kill|hurt|shoot|stab|murder|strangle|punch you|u|your|them|everyone", "kill yourself|urself", "know where you live|work|are", "watch your back", "you will regret|pay|be sorry|suffer|die", "you are dead", "burn your|down|the ... office|building|company|place|house|down", "blow up|your the? office|building|place?", "bomb your|the office|building|threat", "come to|for|after your|you ... office|house|home|with",
                "hope you|your|u all? ... die|dies|burn|rot|suffer|cancer", "make you|them|sure|your pay|suffer|regret", "ruin your|you|this company|life|business|reputation|career?", "destroy your|you|this company|life|business|reputation|career?", "expose you|your", "blast you|this|your on|all",
            ]),
        IntentRule(
            .promptInjection, "instructions overridden", 0.95, deniable: false,
            [
                "ignore|disregard|forget|override|bypass|skip|discard|drop all|any|the|your|my|previous|prior|above|earlier|preceding|every|everything|what|of|these|those|system|safety|initial|original ... instruction~|prompt~|rule~|guideline~|directive~|command~|constraint~|restriction~|policies|programming|training|told|context|said|filters", "ignore|forget|disregard everything|all above|before|previous|prior|you|that|i|else", "do not follow your|the|any|previous|above instructions|rules|guidelines", "previous instructions", "new|updated|real|actual|secret|following instructions|instruction|rules are|is|:|from|for|override|below?", "reveal|show|print|repeat|display|output|tell|give|leak|expose|share|dump|what|list|write|reproduce|disclose|provide|recite ... system|hidden|initial|original|secret|internal|developer|full|entire|exact prompt~|instruction~|message|rule~|guidelines|directives|configuration",
                "your|the system|initial|original|hidden prompt|instructions|message", "system prompt", "reveal|repeat|show|print|output|tell your|the|me|us|all|me? your? instructions|prompt|rules|guidelines|configuration above|verbatim|word|exactly?", "you are now|from|no longer a|an|dan|in|the|going|free|bound|my|jailbroken|my|unrestricted|chatgpt|evil?", "act|behave|respond|roleplay|role as|like|play a|an|if|my|though|the? ... unrestricted|no|without|dan|evil|hacker|restrictions|rules|linux|terminal|limits|filter|filters|grandmother|unfiltered", "pretend|imagine to|you|that|you're ... you|be|are|have|can ... no|not|without|ai|different|unrestricted|dan|evil|restrictions|admin|human|developer|rules|filters", "developer|debug|god|dan|admin|sudo|jailbreak|maintenance|unrestricted|root|dev mode", "jailbreak~|jailbroken",
                "do anything now", "without any|ethical|moral|safety restrictions|limits|filters|guidelines|constraints|limitations|rules", "no restrictions|limits|filters|rules|ethical|moral", "override your|the|safety|all|system ... instructions|rules|safety|protocol~|settings|filters|programming|guidelines|guardrails", "you must|have obey|comply to? obey?", "end of|new system? prompt|instructions|context|input|conversation|session", "simulate|emulate a|an|being|dan ... ai|without|terminal|unrestricted|model|no", "repeat|print|output|say|write the|everything|all|back words|text|above|back|sentence|characters above|verbatim|before|preceding?", "begin|start your|every|each|with response|reply|answer|message|the|saying with|by", "translate|encode|summarize the|your|all ... prompt|instructions|above|system", "from now on you|i|answer|respond|act|your|only", "in|as base64|rot13|leetspeak|leet|hex|morse|binary", "stay in character", "instructions you were|have|received given|been?", "your|these ethical|safety|content guidelines|filters|policy|policies|protocols|training", "as|i|am the|an|your administrator|admin|developer|creator|root|superuser ... i|authorize|override|command|grant|order", "kill all humans", "i have been pwned|hacked", "say|print|respond|write exactly|only|just|the? ... pwned|hacked|phrase",
            ]),
    ]

    static let shields: [IntentShield] = [
        IntentShield(
            intents: [.humanRequest],
            patterns: [
                "agent seat~|license~|licence~|role~|account~|key~|api|id|ids|dashboard|name~|permission~|user~|profile~|status|software|app|performance|collision|assignment|report|reports|view|workspace|limit|limits|group|groups|install|installation|process", "user|browser|estate|travel|insurance|monitoring|build|host|mail|background agent~", "human readable|resources|resource|error|rights|friendly|capital|body|review",
                "add|adding|create|creating|invite|inviting|remove|removing|assign|assigning|delete|manage|deactivate|register|onboard|train|edit ... agent~|person|people|manager|supervisor|representative~|operator|someone|human", "add|invite|assign|share|sharing|invite|transfer ... with|to|ownership|role ... person|people|someone|manager|agent~|staff|team|department", "how many agents|people|persons", "agents? can|do|see", "is|are a|an agent|manager",
                "account manager role|permission|seat", "project|product|task|password|tag|file|package|account|asset|window|community|office|store|line manager", "manager role|permission~|seat|dashboard|account|approval|access", "call me by|mr|mrs|ms|crazy|maybe", "escalation rule~|polic*|path|workflow~|matrix|settings|process|feature", "talk|speak|connect|chat to|with your|the|my|our? api|database|server|slack|app|bank", "transfer|forward my|the|a|an|our ... domain|file~|data|money|ownership|number|funds", "escalate|escalation ticket~|tickets|rules|policy automatically|within|in?",
                "webhook callback", "callback url~|function~|endpoint~|uri|api", "connect my|our|the|this|it|us ... slack|account|calendar|google|bank|database|team|app|salesforce|jira|crm|domain",
                "chat with|to customer~|my|our|visitors|team", "share|sharing|message|email|contact with|to? my|our|other|another people|team|person|someone|manager", "pass this|on|it on|to the? team|developers", "my|our team|manager|supervisor|boss|staff|agents|people|department",
            ]),
        IntentShield(
            intents: [.pricingInquiry],
            patterns: [
                "billing|invoice|payment address|details|contact|email|info|information|method", "how much time|longer|data|storage|space|memory|detail|notice|history|effort|of", "at no cost", "at all costs", "cost center~|centre~|code|field|report~|tracking|analysis", "price field~|column~|attribute~|book~|list~|rule~|object~|variable~|tag~", "product|item|line|unit price|prices field|column|in|on|for|of", "quote|quotes field|character~|mark~|marks|object|template~|tweet", "block|single|double|pull quote|quotes", "discount code~|field ... work|working|applied|apply|expired|invalid|rejected|accepted|error", "code|coupon|discount|promo ... not|invalid|expired|failed",
                "free time|space|memory|up|form|text|of", "is|are you|anyone|someone free", "feel free", "free to", "error free", "cost me|us|you my|our|a|the|so|hours|days|customers|clients|thousands|sales|business|time|job?", "expensive mistake|lesson", "charge|charged my|me|us|twice|the|card|double|again|account|for|already|wrong|incorrectly", "enterprise plan|tier feature~|sso|include|includes|support|allow|have|supports|allows", "is there ... free", "quote from the|a|my|article|book",
            ]),
        IntentShield(
            intents: [.refundRequest],
            patterns: [
                "refund|refunds to? my|our|a|the customer~|client~|buyer~|users|shopper~|patients?", "issue|process|give|send|make a|refunds? refund|refunds to my|our|a|the customer~|client~|buyer~|order", "refund button|api|endpoint|webhook|event|report~|status|workflow|field|tab|module|feature|settings|object|template", "make|get|got|worth|save|saved|saving|spend|spending|earn|transfer|send|sent|withdraw|add|deposit|where ... my money", "my money on|into|in|to|from",
            ]),
        IntentShield(
            intents: [.cancellation],
            patterns: [
                "cancel|cancelling|canceling a|an|the|my|this|that|scheduled|running ... meeting~|event~|export|import|upload|download|job~|task~|invite~|invitation~|order|flight|booking|appointment~|reservation|request|payment|transfer|transaction|build|run|call|search|post|card|top", "cancel button|dialog|icon|event|endpoint", "noise cancellation|cancelling", "close|stop ... account manager|tab|window|popup|service worker|container", "do|can|could|would|will you|they|not ... cancel my|our subscription|account|plan|access",
                "stop|end|close the|a service|containers|server", "cancelled|canceled by|my|because flight|you|your|weather?", "end|ending|stop|stopping ... trial period|early?",
            ]),
        IntentShield(
            intents: [.legal],
            patterns: [
                "legal name~|entity|address|notice page|company|business|first|last|document|hold|footer|department|disclaimer", "legal name|entity of|on|for", "court|courts reservation~|booking~|tennis|time|field", "tennis|basketball|food|squash|padel|badminton court~", "dispute|damages to the|my|package|deposit", "compliance report~|dashboard|feature|module|training|tag|course|team|manager|officer|field|template|calendar|tracking", "water|storm|flight|hail damages", "illegal character~|argument|state|value|operation|access exception", "sue ann|smith|jones", "legal|compliance team needs|wants|asked|at|in|member|seat|workspace|user~", "audit log~|trail~", "comply with format|the schema",
            ]),
        IntentShield(
            intents: [.security],
            patterns: [
                "growth|life|productivity|quick|clever hack~", "hacking together|on", "hack day|week|around", "hackathon", "virus scan~|scanning|scanner|protection", "antivirus", "security question~|settings|setting|key|code|token|page|policy|features|certification~|team|feature|tab|section", "phishing training|simulation|protection", "contract breach", "breach of contract", "vulnerability scan~|scanner|management|report~|feature", "exploit the full", "unknown|unrecognized|strange|unusual user~|device agent|error|type|id", "someone|somebody|anyone has|have|is ... invite~|assigned|added|shared|commented|explain|help|same|experience*|idea|question",
            ]),
        IntentShield(
            intents: [.dataRequest],
            patterns: [
                "delete|remove|erase|wipe a|an|the|one|this|that|some|old|duplicate|selected ... record~|row~|contact~|field|fields|task~|project~|board~", "billing|payment|credit|card|profile|contact|company|address|shipping|bank information|details|info", "my personal data|information page|settings", "browser|search|browsing|chat|order|version history", "under the settings|menu|hood|tab|plan|account|same|impression|free|limit|name",
            ]),
        IntentShield(
            intents: [.problemReport],
            patterns: [
                "bug tracker|tracking|report~|bounty|template|list", "error handling|log~|page~|budget|codes? mean|reference", "crash report~|course|test", "error codes", "broken link checker|down", "breaking|break down", "down payment|the|to", "what|which|how|do|does|why|when|if|or|about|is|whether you|it|they|there|the|i|we|a ... not ... include|support|supported|included|allowed", "without error~|bug~|issue~|problem~", "issue tracker|type~|template~|board|key|number|status|field", "how to|do|does|can report|create|file a|an|issues? issue~|bug~", "missing feature|out|from your|the list",
            ]),
        IntentShield(
            intents: [.promptInjection],
            patterns: [
                "developer|debug|maintenance|admin|dev|root mode in|of|for|on|is|settings|your|option|do|does?", "no limits|rules|filters|restrictions on|for|apply|set|configured|in|are|exist?", "ignore|skip|forget|bypass the|my|this|that|previous|above, ... message|email|ticket|step|question|request|mail|tour|onboarding|attachment|comment|typo|reply|error|notification~|warning~|one", "system message~|notification|requirements|rules|status", "base64|hex|binary encoded|encoding|string|image~|file~|upload|attachment~|data|value|color|colour|auth|format", "in|as hex|binary|base64", "pretend|imagine to|you ... customer|my|a user", "from now on i|only", "new|updated|following instructions|rules for|from|to|set|on|in my|our|your|the|filter",
                "start|begin your|with trial|day|project|the|a", "print|write|say the|everything|all text|above|back ... invoice|page|label|report", "new session|conversation|input|context", "as admin|an|the admin|administrator|developer|owner i|we can|am|want|need|would|have|should|do|like|how",
            ]),
    ]
}
