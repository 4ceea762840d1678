/** The controller in a cluster: watches the resources, holds them, and writes how they are. */
@NullMarked
package dev.fes.controller.kubernetes;

import org.jspecify.annotations.NullMarked;
