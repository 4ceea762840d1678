package dev.fes.controller.reconcile;

import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.Topics;

/** Where stages run and resources live: one machine with a directory, or a cluster. */
public record Platform(
    Deployer deployer, Topics topics, PlanMemory memory, Hold hold, Reports reports) {}
