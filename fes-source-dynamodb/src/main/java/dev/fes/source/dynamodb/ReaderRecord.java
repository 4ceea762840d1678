package dev.fes.source.dynamodb;

/**
 * What is remembered of a reader for ever, outside of DynamoDB: that it has begun to read a stream,
 * and where its leases are. A lease table that is gone afterwards has lost its position.
 */
record ReaderRecord(String streamArn, String leaseTable, Beginning beginning, String started) {

  /** How the reader came by its leases. */
  enum Beginning {
    CREATED,
    ADOPTED,
    /** Its stream was read to the end, and it follows the table's next one. */
    NEXT_STREAM,
    /** A person accepted that the changes before it are lost. */
    GAP_ACCEPTED
  }
}
