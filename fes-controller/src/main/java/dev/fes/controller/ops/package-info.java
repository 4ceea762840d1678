/** What an operator sees: the actuator endpoint of streams, and health. */
@NullMarked
package dev.fes.controller.ops;

import org.jspecify.annotations.NullMarked;
