/** From plans to running stages, topics and what they report. */
@NullMarked
package dev.fes.controller.deploy;

import org.jspecify.annotations.NullMarked;
