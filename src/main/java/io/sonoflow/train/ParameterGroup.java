/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.train;

import ai.djl.ndarray.NDArray;

import io.sonoflow.nn.ImageNetwork;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Parameters that are trained at one rate.
 *
 * @param parameters name to array; leaves that ask for a gradient, at least one
 * @param rate the learning rate over the steps
 * @param decay weight decay, at least 0
 */
public record ParameterGroup(Map<String, NDArray> parameters, RateSchedule rate, double decay) {

	/** A transformer's, which are of more than one dimension and have no weight decay either. */
	private static final Set<String> UNDECAYED = Set.of("cls_token", "pos_embed");

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

	/** Parameters that are trained at one rate, with or without weight decay. */
	private record Place(int layer, boolean decayed) {

		static Place of(final ImageNetwork network, final String name, final ToIntFunction<String> layer) {
			final boolean vector = network.named().get(name).getArray().getShape().dimension() <= 1;
			return new Place(layer.applyAsInt(name), !vector && !UNDECAYED.contains(name));
		}
	}

	/**
	 * Layer by layer, as BEiT and masked autoencoders are fine-tuned (Bao et al., ICLR 2022): what has one dimension, the class
	 * token and the positions have no weight decay.
	 *
	 * @param network its gradients must have been asked for, its layers must be known
	 * @param rates of each layer, see {@link ImageNetwork#layer}
	 * @param decay weight decay of all else, at least 0
	 * @return the groups, in the network's order, none of them empty
	 */
	static List<ParameterGroup> byLayer(final ImageNetwork network, final IntFunction<RateSchedule> rates, final double decay) {
		return byPlace(network, network::layer, rates, decay);
	}

	/**
	 * Backbone and head of a transformer, of which the same is not decayed as layer by layer.
	 *
	 * @param rates of the backbone (0) and of the head (1)
	 */
	static List<ParameterGroup> backboneAndHead(final ImageNetwork network, final IntFunction<RateSchedule> rates,
		final double decay)
	{
		return byPlace(network, name -> name.startsWith(network.headPrefix()) ? 1 : 0, rates, decay);
	}

	private static List<ParameterGroup> byPlace(final ImageNetwork network, final ToIntFunction<String> layer,
		final IntFunction<RateSchedule> rates, final double decay)
	{
		final Set<Place> places = new LinkedHashSet<>();
		network.named().forEach((name, parameter) -> {
			if (parameter.getArray().hasGradient()) places.add(Place.of(network, name, layer));
		});
		return places.stream().map(place -> of(network, name -> Place.of(network, name, layer).equals(place), rates.apply(
			place.layer), place.decayed ? decay : 0)).toList();
	}
}
