/** The loop per resource that makes what runs equal to what is wanted, and its status. */
@NullMarked
package dev.fes.controller.reconcile;

import org.jspecify.annotations.NullMarked;
