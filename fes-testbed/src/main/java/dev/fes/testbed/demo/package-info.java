/** The demo: the whole of FES on one machine, with real parts around it. */
@NullMarked
package dev.fes.testbed.demo;

import org.jspecify.annotations.NullMarked;
