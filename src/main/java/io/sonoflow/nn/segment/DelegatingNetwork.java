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
package io.sonoflow.nn.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.precision.Precision;
import io.sonoflow.nn.weights.StateDict;

import java.util.List;
import java.util.Map;

/** A network that is another one but for what a subclass does otherwise. */
public abstract class DelegatingNetwork implements ImageNetwork {

	private final ImageNetwork network;

	/** @param network from now on this one's, which closes it */
	protected DelegatingNetwork(final ImageNetwork network) {
		this.network = network;
	}

	/** {@return the other one} */
	protected final ImageNetwork network() {
		return network;
	}

	@Override
	public String architecture() {
		return network.architecture();
	}

	@Override
	public int channels() {
		return network.channels();
	}

	@Override
	public int classes() {
		return network.classes();
	}

	@Override
	public int width() {
		return network.width();
	}

	@Override
	public NDManager manager() {
		return network.manager();
	}

	@Override
	public NDArray features(final NDArray images, final boolean training) {
		return network.features(images, training);
	}

	@Override
	public NDArray pool(final NDArray features) {
		return network.pool(features);
	}

	@Override
	public NDArray head(final NDArray pooled) {
		return network.head(pooled);
	}

	@Override
	public List<String> stages() {
		return network.stages();
	}

	@Override
	public String usualStage() {
		return network.usualStage();
	}

	@Override
	public boolean isBlind(final String layer) {
		return network.isBlind(layer);
	}

	@Override
	public Stage stage(final NDArray images, final String layer) {
		return network.stage(images, layer);
	}

	@Override
	public NDArray logits(final Stage stage) {
		return network.logits(stage);
	}

	@Override
	public void beginStep(final long seed, final long step) {
		network.beginStep(seed, step);
	}

	@Override
	public int layers() {
		return network.layers();
	}

	@Override
	public int layer(final String parameter) {
		return network.layer(parameter);
	}

	@Override
	public List<String> organs() {
		return network.organs();
	}

	@Override
	public void tell(final int organ) {
		network.tell(organ);
	}

	@Override
	public Map<String, Parameter> named() {
		return network.named();
	}

	@Override
	public String headPrefix() {
		return network.headPrefix();
	}

	@Override
	public void checkSize(final int height, final int width) {
		network.checkSize(height, width);
	}

	@Override
	public Adopted adopt(final StateDict weights) {
		return network.adopt(weights);
	}

	@Override
	public Map<String, String> header() {
		return network.header();
	}

	@Override
	public Initializer.Rule firstValues() {
		return network.firstValues();
	}

	@Override
	public void compute(final Precision precision) {
		network.compute(precision);
	}

	@Override
	public Precision precision() {
		return network.precision();
	}

	@Override
	public Precision inference() {
		return network.inference();
	}

	@Override
	public void infer(final Precision precision) {
		network.infer(precision);
	}

	@Override
	public void requireGradient(final boolean require) {
		network.requireGradient(require);
	}

	@Override
	public void close() {
		network.close();
	}
}
