/**
 * JSON objects within some bytes, passed on as they are: where they begin and end, what orders
 * them, and what their {@code metadata} lacks.
 */
@NullMarked
package dev.fes.flow.payload;

import org.jspecify.annotations.NullMarked;
