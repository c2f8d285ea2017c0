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

import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.TokenNetwork;
import io.sonoflow.nn.mil.BagNetwork;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.segment.BoxedNetwork;
import io.sonoflow.parameter.Group;
import io.sonoflow.parameter.Parameters;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import org.scijava.plugin.Parameter;

/** How long and how fast a classifier is trained, by whole epochs. */
public class TrainingSettings extends Parameters {

	private static final double BACKBONE_RATE = 1e-5;

	@Parameter(label = "Epochs", description = "Number of epochs, 1 to 100000; in each, as many images are drawn as there " +
		"are, all labels equally often.", min = "1", max = "100000")
	public int epochs = 30;

	@Parameter(label = "Batch", description = "Images in a batch, 2 to 65536.", min = "2", max = "65536")
	public int batch = 64;

	@Parameter(label = "Backbone rate", description = "Learning rate of everything below the head, at least 0; from " +
		"scratch a larger one, such as 0.0003, learns faster.", min = "0")
	public double backbonerate = BACKBONE_RATE;

	@Parameter(label = "Head rate", description = "Learning rate of the last layer, at least 0.", min = "0")
	public double headrate = 1e-4;

	@Parameter(label = "Weight decay", description = "Decoupled weight decay, at least 0.", min = "0")
	public double decay = 1e-5;

	@Group(value = "Fine-tuning", rare = true)
	public RecipeSettings recipe = new RecipeSettings();

	/** @throws SonoflowException.Input if a rate is given that layer-wise rates have no place for, or a loss of no epoch */
	@Override
	protected void checkTogether() {
		if (recipe.phase2 > 0 && countsEpochs() && recipe.phase2 >= epochs) throw new SonoflowException.Input("phase2=" +
			recipe.phase2 +
			" of epochs=" + epochs + " leaves no epoch for the box loss. Give fewer, or leave boxloss and phase2 out.");
		if (recipe.layerdecay < 1 && backbonerate != BACKBONE_RATE) throw new SonoflowException.Input("backbonerate=" +
			backbonerate + " has no meaning with layerdecay=" + recipe.layerdecay + ": each layer has headrate x layerdecay^depth. " +
			"Leave backbonerate out, or use layerdecay=1.");
	}

	/** {@return in what numbers the network trains} */
	public Precision numbers() {
		return Precision.FP32;
	}

	/** {@return whether epochs say how long it is} */
	boolean countsEpochs() {
		return true;
	}

	/**
	 * @param images number of images trained on
	 * @return number of optimiser steps that a training does
	 */
	public long steps(final int images) {
		return (long) epochs * Batches.count(images, batch);
	}

	/**
	 * {@return which parameters are trained at which rate: backbone and head, or layer by layer; none of the groups is empty}
	 *
	 * @param network its gradients must have been asked for
	 * @param steps of the optimiser, of the whole training
	 */
	List<ParameterGroup> groups(final ImageNetwork network, final long steps) {
		if (recipe.layerdecay < 1) return ParameterGroup.byLayer(network, layer -> recipe.rates(rate(network, layer), steps), decay);
		final String head = network.headPrefix();
		if (BagNetwork.frames(network) instanceof TokenNetwork) return ParameterGroup.backboneAndHead(network, part -> recipe.rates(
			part == 0 ? backbonerate : headrate, steps), decay);
		final boolean pools = network instanceof BagNetwork;
		final Predicate<String> isHead = name -> name.startsWith(head) || name.startsWith(BoxedNetwork.PREFIX) || pools && name
			.startsWith(BagNetwork.PREFIX);
		return List.of(ParameterGroup.of(network, isHead.negate(), recipe.rates(backbonerate, steps), decay),
			ParameterGroup.of(network, isHead, recipe.rates(headrate, steps), decay));
	}

	private double rate(final ImageNetwork network, final int layer) {
		return headrate * Math.pow(recipe.layerdecay, network.layers() - layer);
	}

	/**
	 * Says before any work whether the rates suit the network.
	 *
	 * @return what falls from layer to layer, a sentence; empty if nothing does
	 * @throws SonoflowException.Input if rates are to fall from layer to layer and the layers are not known
	 */
	public String describeRates(final ImageNetwork network) {
		if (recipe.layerdecay == 1) return "";
		if (network.layers() == 0) throw new SonoflowException.Input("layerdecay=" + recipe.layerdecay + ": the layers of " +
			network.architecture() + " are not known. Use layerdecay=1 with backbonerate and headrate, or another backbone.");
		return String.format(Locale.ROOT, "The head is trained at a rate of %.3g, each of the %d layers below it at %s of the rate " +
			"of the one above, the first at %.3g, which is the smallest.", headrate, network.layers(), recipe.layerdecay, rate(network,
				0));
	}

	@Override
	public TrainingSettings clone() {
		return (TrainingSettings) super.clone();
	}
}
