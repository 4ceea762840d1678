/**
 * The half of every stage that is not its technology: records become events, events go through
 * ordered lanes, bad ones are recovered, and what is durable is confirmed.
 */
@NullMarked
package dev.fes.stage;

import org.jspecify.annotations.NullMarked;
