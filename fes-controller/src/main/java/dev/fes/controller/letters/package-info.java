/**
 * Dead letters: what is kept of them, and how they are replayed and discarded. What became of each
 * is in a compacted topic.
 */
@NullMarked
package dev.fes.controller.letters;

import org.jspecify.annotations.NullMarked;
