/**
 * The app that hosts one flow: a function, or several composed by name, between the input and the
 * output topic.
 */
@NullMarked
package dev.fes.flow;

import org.jspecify.annotations.NullMarked;
