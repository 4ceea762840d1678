/** Stages as Deployments of a Kubernetes cluster. */
@NullMarked
package dev.fes.controller.deploy.kubernetes;

import org.jspecify.annotations.NullMarked;
