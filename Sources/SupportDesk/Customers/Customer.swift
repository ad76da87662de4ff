package import FoundationEssentials

/// A person who writes to us.
package struct Customer: Equatable, Sendable {
    package let id: ID<Customer>
    package let email: String?
    package let phone: String?
    package let name: String?
    package let createdAt: Date

    package init(id: ID<Customer>, email: String?, phone: String?, name: String?, createdAt: Date) {
        self.id = id
        self.email = email
        self.phone = phone
        self.name = name
        self.createdAt = createdAt
    }
}
