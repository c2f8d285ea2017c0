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

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.ResNet;
import io.sonoflow.nn.weights.StateDict;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A ResNet-18 with {@link Cbam} ({@code cbam1} to {@code cbam4}) and {@link Film} ({@code film1} to {@code film4}), or one of
 * both, after each of its stages, in this order; {@code embed} holds the organs' codes.
 */
final class OrganClassifier extends DelegatingNetwork implements OrganNetwork {

	private final Codes codes;
	private final boolean film;

	private OrganClassifier(final ImageNetwork network, final Codes codes, final boolean film) {
		super(network);
		this.codes = codes;
		this.film = film;
	}

	/**
	 * @param name of the architecture
	 * @param cbam whether there is attention
	 * @param film whether it is told the organ
	 */
	static OrganClassifier resNet18(final String name, final Device device, final int channels, final int classes,
		final boolean cbam, final boolean film)
	{
		final Codes[] codes = new Codes[1];
		final SegmentOperators[] ops = new SegmentOperators[1];
		final Map<String, ResNet.After> after = new LinkedHashMap<>();
		if (cbam) after.put("cbam", (manager, width) -> new Cbam(manager, ops(ops, manager), width));
		if (film) after.put("film", (manager, width) -> {
			if (codes[0] == null) codes[0] = new Codes(manager, ops(ops, manager));
			return codes[0].layer(new Film(manager, ops[0], SegmentShape.CODE, width));
		});
		return new OrganClassifier(ResNet.resNet18(name, device, channels, classes, after), codes[0], film);
	}

	private static SegmentOperators ops(final SegmentOperators[] ops, final NDManager manager) {
		if (ops[0] == null) ops[0] = SegmentOperators.small(manager);
		return ops[0];
	}

	@Override
	public void prepare(final List<String> organs, final int side, final long seed) {
		if (film) codes.organs(organs);
		Initializer.fill(this, seed);
	}

	@Override
	public List<String> organs() {
		return film ? codes.organs() : List.of();
	}

	@Override
	public ImageNetwork told(final int... organs) {
		return film ? new ToldNetwork(this, codes, organs) : this;
	}

	@Override
	public void tell(final int organ) {
		if (film) codes.tell(organ);
	}

	@Override
	public Map<String, Parameter> named() {
		final Map<String, Parameter> named = new LinkedHashMap<>(network().named());
		if (film) named.putAll(codes.named());
		return named;
	}

	@Override
	public int layer(final String parameter) {
		return parameter.startsWith(Codes.EMBED + ".") ? 0 : super.layer(parameter);
	}

	@Override
	public void requireGradient(final boolean require) {
		super.requireGradient(require);
		if (film) codes.requireGradient(require);
	}

	@Override
	public Map<String, String> header() {
		return film ? codes.header() : Map.of();
	}

	@Override
	public Initializer.Rule firstValues() {
		final Initializer.Rule others = network().firstValues();
		return (name, random, data) -> {
			if (name.equals(Codes.EMBED + ".weight")) Initializer.normal(data, random, 1);
			else if (name.matches("film\\d\\.fc2\\..*")) Arrays.fill(data, 0);
			else others.fill(name, random, data);
		};
	}

	/** Attention and FiLM that the weights lack are new; so are the codes of organs that they do not know. */
	@Override
	public Adopted adopt(final StateDict weights) {
		if (film && codes.organs().isEmpty()) codes.organs(Codes.of(weights));
		return NewParts.adopted(this, weights, "(cbam|film)\\d\\..*");
	}
}
