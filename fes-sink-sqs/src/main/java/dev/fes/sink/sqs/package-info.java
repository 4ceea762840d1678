/** Events to an SQS queue, standard or FIFO. */
@NullMarked
package dev.fes.sink.sqs;

import org.jspecify.annotations.NullMarked;
