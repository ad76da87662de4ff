extension IntentRule {
    /// Questions, problems, wishes and opinions about the product.
    static let requests: [IntentRule] = [
        IntentRule(
            .howTo, "how", 0.9, deniable: false,
            [
                "how do|can|could|should|would|does|did|may i|we|you|one|it|a|the|my|our", "how to", "how is|are|was|were|does|do",
                "how many|long|often|far|large|big|soon|quickly|fast", "what is|are|was|were the|a|an|your|my|this|that?",
                "steps to|for", "instructions for|on|to", "guide|walk me|us to|through|on", "show|tell|teach|explain|remind me|us how|what|where|why|about|when|which|if",
                "best way to", "explain how|what|the|why", "any way to|of|i|we|you", "a way to|for|of", "the way to", "is there a|any|an|some",
                "help me|us with|to|find|understand|set|setting|configure|connect", "trying to figure|find|understand|set|connect|get|add|change|create|use",
                "need help|assistance|guidance with|on|to|setting|getting|connecting|understanding", "instructions", "not sure how|where|what|which|if|why",
                "do not know|understand|see|get how|where|what|which|if|why", "figure out", "how come",
                "can|could you|someone|anyone|u|anybody please? help|explain|tell|show|guide|walk|clarify|confirm|advise|let|point",
                "i would like to know|understand|learn", "want|need to know|understand|learn", "wondering how|if|what|where|when|why|whether",
                "need|want|like|trying to change|update|add|remove|create|set|invite|export|import|connect|enable|disable|configure|reset|delete|rename|upload|download|move|edit|find|see|view|check",
            ]),
        IntentRule(
            .howTo, "whether", 0.8, deniable: false,
            [
                "is it|this|that possible|ok|okay|allowed|free|included|available|supported|safe|true", "can|may|could|should i|we|it|my|our|one|users|members|admins|people",
                "do|does|did you|it|i|we|the|your|this|that|my|our|all|any", "are|is there", "where do|can|is|are|does|did|should|would|was", "when do|does|will|can|is|are|did|should|was",
                "which", "who can|is|do|does|has|should", "what", "why", "will|would i|we|it|the|my|you|this|that|there", "is|are my|our|your|the|it|this|that|you|we",
                "has|have you|my|our|the|anyone|it|there", "what about|if|happens|kind|does|do|else|time",
                "am i|we", "any idea|ideas|update|updates|news|chance|plans|suggestions|tips", "where", "when",
            ]),
        IntentRule(
            .problemReport, "not working", 0.9, deniable: false,
            [
                "does|do|did|is|are|has|have|was|were|will|would|can not ... work|working|worked|load|loading|open|opening|start|starting|respond|responding|sync|syncing|save|saving|send|sending|update|updating|show|showing|display|appear|appearing|function|functioning|launch|connect|connecting|render|finish|play|arrive|arrived|go|upload|uploading|download|refresh|match|let|recognize|recognise|receive|received|get",
                "stopped working|loading|syncing|sending|responding|receiving|showing|updating", "no longer works|working|loads|opens|shows|syncs",
                "not working|loading|syncing|responding|opening|showing|saving|sending|updating|functioning|receiving", "never works|loads|arrives|arrived|worked|received|came",
                "can not log|login|sign|access|open|see|find|connect|upload|download|save|send|get|reset|load|view|edit|delete|export|import|use|add|invite|create|change|install|join|enter|click|receive|move|update|verify|activate|complete|submit|print|pay",
                "could not log|login|access|open|connect|upload|save|load|find|send|complete", "unable to", "wont let me", "will not let|allow|accept|open|load|start|work|save|send",
                "not able to", "fails|failed|failing|fail to|with|when|every|again|on|after|at|for|and?", "keeps|keep|kept ... crashing|failing|freezing|logging|loading|disconnecting|timing|showing|giving|saying|getting|asking|happening|spinning|returning|throwing|redirecting|rejecting",
                "nothing happens|loads|works|shows|appears", "getting|get|got|receive|receiving|received|see|seeing|shows|showing|throws|throwing|gives|giving|returns|returning ... error~|exception|404|403|401|429|500|502|503|504",
                "locked out", "did not receive|get|arrive|come|work|go", "have|has not received|gotten|got|arrived|come|been", "never received|got|arrived|came", "not receiving|getting",
            ]),
        IntentRule(
            .problemReport, "defect", 0.85,
            [
                "bug|bugs|buggy", "broken", "crash|crashes|crashed|crashing", "freezes|froze|frozen|freezing", "glitch~|glitchy", "error~ message~|code~|when|on|while|after|every|in",
                "an|the|this|same|internal|server|unknown|fatal|strange|weird|unexpected|script|timeout error~", "error e*|404|403|401|429|500|502|503|504", "malfunction~", "outage~", "is|are|was|went|goes|been|seems|keeps down",
                "timed out", "times|timing out", "time out error", "blank|white|black screen|page", "stuck on|at|in|loading|processing|pending", "is|are|am|was|getting|gets|got stuck", "hangs|hanging|hung",
                "very|so|really|extremely|super|too|painfully slow", "slow to", "missing|lost|disappeared|vanished my|our|all|from|the|data|files|after|some|since", "my|our|the|all|are|is|has|have ... missing|disappeared|vanished|gone", "corrupt|corrupted",
                "wrong|incorrect|duplicate|duplicated total|amount|data|result~|value~|number~|date~|time~|name|charge~|entries|items|contacts|records|order~|item", "charged twice|double|incorrectly|wrongly|again", "double charged",
                "went|gone|goes|something ... wrong", "lag|laggy|lagging", "faulty", "defective", "unresponsive", "not respond|responding", "infinite loop|loading", "keeps loading|spinning",
                "what is wrong with", "having|have|had|experiencing|facing|encountering|encountered|ran|run|running ... problem~|issue~|trouble|difficulty|difficulties|error~|bug~", "there is|are|seems|appears ... problem|issue|error|bug", "does not match",
                "acts|acting weird|strange|up", "messed up", "problem|problems|issue|issues with|when|while|logging|accessing|on|in",
            ]),
        IntentRule(
            .featureRequest, "feature", 0.85,
            [
                "feature request~", "would be great|nice|cool|helpful|awesome|good|useful|amazing|lovely|handy if|to|for", "would love to see|have|if|a|an|the", "please add|support|implement|consider|introduce|bring",
                "i|we wish you|it|there|the|i|we could|had|would|was|were|can|app?", "suggestion~ for|to|:?", "i suggest|propose|recommend", "any plans to|for|on", "are|do you plan|planning to|on", "on your|the roadmap", "roadmap",
                "you should add|have|offer|support|make|let|allow|include", "could|can you add|implement|support|introduce|build|include", "missing feature", "feature idea~", "enhancement", "it would help if",
                "have you considered|thought", "needs|need|should have|a|an dark mode|feature|option|ability", "idea for", "new feature idea|request|suggestion", "should be able to", "lack|lacks|lacking|lack of",
            ]),
        IntentRule(
            .feedback, "feedback", 0.7,
            [
                "feedback", "i|we love|loved|like|liked|enjoy|enjoying the|your|this|how|that|using|it", "great|good|excellent|amazing|awesome|fantastic|wonderful|nice job|work|product|app|tool|service|support|update|feature|experience|team",
                "keep up", "well done", "just wanted to say|share|let", "in my opinion", "my thoughts on", "review|rating of|for", "i|we hate|dislike|disliked the|this|that|how|your",
                "the new design|update|version|layout|interface|ui|look|release", "love it|this|that|you|your|the", "my experience with", "compliment~", "suggestions", "impressed",
            ]),
        IntentRule(
            .complaint, "complaint", 0.85,
            [
                "complaint~", "complain|complaining", "unacceptable", "disappointed|disappointing|disappointment", "terrible|horrible|awful|worst|pathetic|appalling|disgusting|dreadful|atrocious|abysmal service|support|experience|product|company|app|customer|software|ever?",
                "frustrated|frustrating|frustration", "fed up", "sick of|and", "tired of", "ridiculous", "waste of time|money|my", "wasted hours|days|my|so", "angry|furious|livid|outraged|upset", "not happy|satisfied|acceptable|impressed|good|okay",
                "unhappy|dissatisfied|unsatisfied", "poor|bad|lousy|rude|useless|incompetent service|support|experience|quality|customer|staff|agent~|team", "nobody|no one is? has? answers|answered|replies|replied|responds|responded|helps|helped|cares|responding|replying|answering|bothered",
                "still|been waiting", "third|fourth|fifth|second|3rd|4th|5th|nth|hundredth|100th time", "how many times", "ripped off", "rip off", "scam~|scammers", "joke of|company|service", "what a joke|mess|disgrace|disaster", "is|are a? joke", "useless",
                "false|misleading advertising", "bad|negative review", "let down", "had enough", "no response|reply|answer from|for|since|to|yet|after", "ignored|ignoring me|us|my|our", "a week|month ago and|but", "lost customers|business|money|sales|revenue because|due",
            ]),
    ]
}
