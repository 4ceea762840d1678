/**
 * What travels between stages: one record per change or event, its bytes untouched, its facts in
 * headers.
 */
@NullMarked
package dev.fes.api.event;

import org.jspecify.annotations.NullMarked;
