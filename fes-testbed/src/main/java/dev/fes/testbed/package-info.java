/**
 * A laptop's worth of cloud: real servers and two stand-ins that a test or the demo starts, breaks
 * and throws away.
 */
@NullMarked
package dev.fes.testbed;

import org.jspecify.annotations.NullMarked;
