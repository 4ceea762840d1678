/**
 * Endpoints of the controller: streams, actions, dead letters, preview, validation; who may use
 * them, and the audit.
 */
@NullMarked
package dev.fes.controller.ops;

import org.jspecify.annotations.NullMarked;
