/**
 * The controller's program: its commands, its configuration, and how the parts are put together.
 */
@NullMarked
package dev.fes.controller;

import org.jspecify.annotations.NullMarked;
