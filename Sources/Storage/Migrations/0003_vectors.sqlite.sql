-- Which model made the company's vectors, and how many numbers each has; their generation grows with every change.

ALTER TABLE knowledge_state ADD COLUMN embedding_model TEXT;
ALTER TABLE knowledge_state ADD COLUMN embedding_dimension INTEGER
    CHECK (embedding_dimension > 0 AND (embedding_dimension IS NULL) = (embedding_model IS NULL));
ALTER TABLE knowledge_state ADD COLUMN embedding_generation INTEGER NOT NULL DEFAULT 0;
