/** The flow whose events an AWS Lambda function makes. */
@NullMarked
package dev.fes.flow.lambda;

import org.jspecify.annotations.NullMarked;
