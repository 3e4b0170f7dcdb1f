-- Containers and other equipment that a shipment is told to travel in: asked for with every reading of one that is out of its band.
ALTER TABLE "world_fact" ADD COLUMN "equipment" TEXT[] DEFAULT ARRAY[]::TEXT[];
UPDATE "world_fact" SET "equipment" = CASE jsonb_typeof("data"->'equipment')
    WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text("data"->'equipment'))
    ELSE ARRAY["data"->>'equipment'] END
  WHERE "kind" = 'shipment' AND jsonb_typeof("data"->'equipment') IN ('array', 'string');
-- By hand: the schema language knows no partial index.
CREATE INDEX "world_fact_equipment" ON "world_fact" USING GIN ("equipment") WHERE "kind" = 'shipment';
