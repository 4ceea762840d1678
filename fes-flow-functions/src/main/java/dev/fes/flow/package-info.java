/**
 * The app that hosts one flow: a function, or several composed by name, between the input and the
 * output topic. And what its functions share: JSON read by its places, so that it is cut and passed
 * on as it is, and the {@code metadata} and key of an event.
 */
@NullMarked
package dev.fes.flow;

import org.jspecify.annotations.NullMarked;
