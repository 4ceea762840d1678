package dev.fes.controller.ops;

import dev.fes.controller.deploy.Deployer;
import dev.fes.controller.deploy.StageCommands;
import dev.fes.controller.deploy.StageTokens;
import dev.fes.controller.deploy.Topics;
import dev.fes.controller.letters.DeadLetters;
import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.Reconciler;
import dev.fes.controller.reconcile.Switches;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints of the controller. */
@Configuration(proxyBeanMethods = false)
public class OpsConfiguration {

  @Bean
  StreamsEndpoint streamsEndpoint(
      Reconciler reconciler, Leadership leadership, StreamActions actions, DeadLetters letters) {
    return new StreamsEndpoint(reconciler, leadership, actions, letters);
  }

  @Bean
  StageCommands stageCommands(StageTokens tokens) {
    return new StageCommands(tokens);
  }

  @Bean
  Skipping skipping(Deployer deployer, Topics topics, Switches switches, StageCommands commands) {
    return new Skipping(deployer, topics, switches, commands);
  }

  @Bean
  Backfilling backfilling(Deployer deployer, StageCommands commands) {
    return new Backfilling(deployer, commands);
  }

  @Bean
  StreamActions streamActions(
      Guard guard,
      Leadership leadership,
      Reconciler reconciler,
      Deployer deployer,
      Switches switches,
      Skipping skipping,
      Backfilling backfilling) {
    return new StreamActions(
        guard, leadership, reconciler, deployer, switches, skipping, backfilling);
  }

  @Bean
  Guard guard(Access access) {
    return new Guard(access, new Audit(Clock.systemUTC()));
  }

  @Bean
  FilterRegistrationBean<BearerFilter> bearerFilter() {
    FilterRegistrationBean<BearerFilter> filter = new FilterRegistrationBean<>(new BearerFilter());
    filter.addUrlPatterns("/actuator/*");
    return filter;
  }

  @Bean
  RefusalAdvice refusalAdvice() {
    return new RefusalAdvice();
  }

  @Bean
  DashboardHeaders dashboardHeaders() {
    return new DashboardHeaders();
  }

  @Bean(initMethod = "start")
  StreamMeters streamMeters(Reconciler reconciler, MeterRegistry meters) {
    return new StreamMeters(reconciler::statuses, meters);
  }

  @Bean
  MeterBinder leads(Leadership leadership) {
    return meters ->
        Gauge.builder("fes.controller.leads", leadership, it -> it.isHeld() ? 1 : 0)
            .description("1 where this controller looks after the resources")
            .register(meters);
  }

  @Bean
  ReconciledHealth reconciledHealthIndicator(Reconciler reconciler, Leadership leadership) {
    return new ReconciledHealth(reconciler, leadership);
  }
}
