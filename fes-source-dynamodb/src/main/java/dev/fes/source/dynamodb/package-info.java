/** A DynamoDB stream, read with the Kinesis Client Library, to the changes topic. */
@NullMarked
package dev.fes.source.dynamodb;

import org.jspecify.annotations.NullMarked;
