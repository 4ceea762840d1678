/** What would be sent: a manifest's filter and flow over some records, publishing nothing. */
@NullMarked
package dev.fes.controller.preview;

import org.jspecify.annotations.NullMarked;
