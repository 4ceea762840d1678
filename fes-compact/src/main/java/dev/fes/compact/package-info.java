/** The process that hosts the stages of one resource. */
@NullMarked
package dev.fes.compact;

import org.jspecify.annotations.NullMarked;
