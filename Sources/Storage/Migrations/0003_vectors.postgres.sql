-- Which model made the company's vectors, and how many numbers each has; their generation grows with every change.

ALTER TABLE knowledge_state
    ADD COLUMN embedding_model text,
    ADD COLUMN embedding_dimension integer CHECK (embedding_dimension > 0),
    ADD COLUMN embedding_generation bigint NOT NULL DEFAULT 0,
    ADD CHECK ((embedding_dimension IS NULL) = (embedding_model IS NULL));
