/**
 * Workloads that are run over FES and over a peer by turns, on the same servers, and what they
 * measured.
 */
@NullMarked
package dev.fes.bench;

import org.jspecify.annotations.NullMarked;
