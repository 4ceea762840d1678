/**
 * From resources to plans, as values: names, topics, stages, and what an installation does not
 * allow. Pure.
 */
@NullMarked
package dev.fes.controller.plan;

import org.jspecify.annotations.NullMarked;
