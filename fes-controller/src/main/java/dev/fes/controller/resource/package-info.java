/** Where resources come from: a watched directory of manifests. */
@NullMarked
package dev.fes.controller.resource;

import org.jspecify.annotations.NullMarked;
