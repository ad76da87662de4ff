/// The constants of the ranking (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, BM25F).
package struct BM25Parameters: Sendable {
    /// Saturation of repeated words.
    package var k1 = 1.2
    /// How strongly a long body is discounted, 0…1. Title, headings and keywords use a third of it.
    package var b = 0.75
    package var titleWeight = 2.0
    package var headingsWeight = 2.5
    package var bodyWeight = 1.0
    package var keywordsWeight = 2.0
    package var synonymWeight = 0.6
    package var typoWeight = 0.7
    /// Added for two neighbouring concepts of the query that stand together in the document, as a share of the weaker one's idf.
    package var phraseBonus = 0.5

    /// Raises the score of a document by this share when its title and headings hold the whole query: a heading says what a
    /// section is about, the rest what it mentions.
    package var headingBonus = 0.5

    package init() {}
}
