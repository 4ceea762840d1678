@NullMarked
package dev.fes.source.postgres;

import org.jspecify.annotations.NullMarked;
