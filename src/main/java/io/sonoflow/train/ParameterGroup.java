package io.sonoflow.train;

import ai.djl.ndarray.NDArray;

import io.sonoflow.nn.ImageNetwork;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Parameters that are trained at one rate.
 *
 * @param parameters name to array; leaves that ask for a gradient, at least one
 * @param rate the learning rate over the steps
 * @param decay weight decay, at least 0
 */
public record ParameterGroup(Map<String, NDArray> parameters, RateSchedule rate, double decay) {

	/**
	 * @param network its gradients must have been asked for ({@link ImageNetwork#requireGradient})
	 * @param names which of its parameters; running statistics are never taken
	 * @param rate the learning rate over the steps
	 * @param decay weight decay, at least 0
	 * @return the group, in the network's order
	 */
	public static ParameterGroup of(final ImageNetwork network, final Predicate<String> names, final RateSchedule rate,
		final double decay)
	{
		final Map<String, NDArray> chosen = new LinkedHashMap<>();
		network.named().forEach((name, parameter) -> {
			if (parameter.getArray().hasGradient() && names.test(name)) chosen.put(name, parameter.getArray());
		});
		return new ParameterGroup(chosen, rate, decay);
	}
}
