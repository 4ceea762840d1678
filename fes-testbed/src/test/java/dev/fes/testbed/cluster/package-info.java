/**
 * What FES promises on Kubernetes, against the cluster of the current kubeconfig; run by {@code
 * -Pcluster}.
 */
@NullMarked
package dev.fes.testbed.cluster;

import org.jspecify.annotations.NullMarked;
