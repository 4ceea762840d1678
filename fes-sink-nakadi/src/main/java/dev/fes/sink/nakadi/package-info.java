/** Events to a Nakadi event type, over its publishing API as it really answers. */
@NullMarked
package dev.fes.sink.nakadi;

import org.jspecify.annotations.NullMarked;
