import Formats

extension AgentProfile {
    package static let support = AgentProfile(
        name: "support", displayName: "Support",
        instructions: Template(fixed: ""), tools: [])
}

extension SkillManifest {
    package static let standard = SkillManifest([])
}

extension ReplyTemplates {
    package static let standard = ReplyTemplates(templates: [:])
}

extension Phrases {
    package static let standard = Phrases(texts: [:], openers: [])
}
