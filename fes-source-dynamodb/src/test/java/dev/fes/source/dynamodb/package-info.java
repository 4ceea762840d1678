@NullMarked
package dev.fes.source.dynamodb;

import org.jspecify.annotations.NullMarked;
