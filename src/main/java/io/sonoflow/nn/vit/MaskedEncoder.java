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
package io.sonoflow.nn.vit;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageEncoder;
import io.sonoflow.nn.Initializer;
import io.sonoflow.nn.StateLoader;
import io.sonoflow.nn.Stem;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.weights.StateDict;
import io.sonoflow.nn.weights.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A masked autoencoder of grey images as a network that describes whole images by its class token, so that it can be started
 * from weights of others, and be judged, as every other network. It has no head.
 *
 * <pre>
 * try (MaskedEncoder encoder = MaskedEncoder.create("vit-small16", device, 224, decoder, seed)) {
 * 	encoder.load(ModelFile.weights(file, reading, "vit-small16", monitor), true, monitor); // or its first values
 * 	encoder.autoencoder().run(images, masking, true);
 * }
 * </pre>
 */
public final class MaskedEncoder implements ImageEncoder {

	/** Key of a file's header: whether each patch was to be predicted minus its mean and over its deviation. */
	public static final String NORMALISED = "normalised";

	private static final String PREDICTION = "decoder_pred.";
	private static final String WEIGHT = "weight";
	private static final String BIAS = "bias";
	private static final String TABLE = "decoder_pos_embed";

	private final String architecture;
	private final MaskedAutoencoder network;
	private boolean normalised;

	private MaskedEncoder(final String architecture, final MaskedAutoencoder network) {
		this.architecture = architecture;
		this.network = network;
	}

	/**
	 * @param architecture a Vision Transformer that {@link io.sonoflow.nn.Networks} knows
	 * @param where the parameters live
	 * @param size side of the images in pixels
	 * @param decoder its sizes
	 * @param seed of the first values
	 * @throws SonoflowException.Input if patches do not divide the images
	 */
	public static MaskedEncoder create(final String architecture, final Device where, final int size,
		final MaskedAutoencoder.Decoder decoder, final long seed)
	{
		return of(architecture, Transformers.shape(architecture), where, size, decoder, seed);
	}

	static MaskedEncoder of(final String architecture, final TransformerShape usual, final Device where, final int size,
		final MaskedAutoencoder.Decoder decoder, final long seed)
	{
		TokenEncoder.checkSize(size, size, usual.patch());
		final int grid = size / usual.patch();
		final MaskedAutoencoder network = new MaskedAutoencoder(where, new TransformerShape(usual.patch(), usual.width(), usual
			.depth(), usual.heads(), grid, grid, false), 1, decoder);
		network.initialize(seed);
		return new MaskedEncoder(architecture, network);
	}

	/**
	 * Takes the encoder of a file, and its decoder where it has one of this size; else the decoder keeps its values.
	 *
	 * @param weights of {@link io.sonoflow.nn.ModelFile#weights}
	 * @param targets whether patches are to be predicted normalised; decides how a decoder for colours becomes one for grey
	 * @param monitor is told what was loaded, what is new and what was left over
	 * @throws SonoflowException.File if the encoder is not whole or of another size; the message names its tensors
	 */
	public void load(final StateDict weights, final boolean targets, final Monitor monitor) {
		normalised = targets;
		StateLoader.load(this, weights, StateLoader.Head.KEEP_OWN, monitor);
	}

	@Override
	public Adopted adopt(final StateDict weights) {
		final ForeignTransformer foreign = new ForeignTransformer(weights, network.shape());
		final Adopted encoder = foreign.adopted(Pooling.CLS);
		network.setGrid(foreign.rows(), foreign.columns());
		final Map<String, Tensor> tensors = new LinkedHashMap<>(encoder.weights().tensors());
		final Set<String> fresh = new LinkedHashSet<>(encoder.fresh());
		final List<String> said = new ArrayList<>(encoder.said());
		final boolean colour = grey(tensors);
		final List<String> misfits = named().keySet().stream().filter(MaskedEncoder::isDecoder).filter(name -> !fits(name, tensors))
			.toList();
		final boolean none = tensors.keySet().stream().noneMatch(MaskedEncoder::isDecoder);
		if (misfits.isEmpty()) {
			if (colour) said.add("The decoder of " + weights.source() + " paints in colours: their mean is its start.");
			return new Adopted(weights.with(tensors), fresh, said);
		}
		if (!none) said.add("The decoder of " + weights.source() + " is not that of this run (" + network.decoder().width() +
			" wide, " + network.decoder().depth() + " blocks; " + misfit(misfits.get(0), tensors) + "): a new one is trained.");
		tensors.keySet().removeIf(MaskedEncoder::isDecoder);
		// Their grid may be another than that of the first values.
		final Map<String, Tensor> own = decoder();
		tensors.putAll(own);
		fresh.addAll(own.keySet());
		return new Adopted(weights.with(tensors), fresh, said);
	}

	/** Makes a decoder for colours one for grey: {@return whether there was one}. */
	private boolean grey(final Map<String, Tensor> tensors) {
		final Tensor weight = tensors.get(PREDICTION + WEIGHT);
		final Tensor bias = tensors.get(PREDICTION + BIAS);
		final long wanted = named().get(PREDICTION + BIAS).getShape().get(0);
		if (weight == null || bias == null || weight.shape().length != 2 || weight.shape()[0] != 3 * wanted || bias
			.size() != 3 * wanted) return false;
		final List<Tensor> grey = Stem.greyPrediction(weight, bias, normalised);
		tensors.put(PREDICTION + WEIGHT, grey.get(0));
		tensors.put(PREDICTION + BIAS, grey.get(1));
		return true;
	}

	private boolean fits(final String name, final Map<String, Tensor> tensors) {
		return tensors.containsKey(name) && Arrays.equals(tensors.get(name).shape(), named().get(name).getShape().getShape());
	}

	private String misfit(final String name, final Map<String, Tensor> tensors) {
		return name + " is " + (tensors.containsKey(name) ? Arrays.toString(tensors.get(name).shape()) + " there" : "missing there");
	}

	/** {@return the decoder's own values, its table as that of the grid} */
	private Map<String, Tensor> decoder() {
		final TransformerShape shape = network.shape();
		final Map<String, Tensor> own = new LinkedHashMap<>();
		named().forEach((name, parameter) -> {
			if (isDecoder(name)) own.put(name, Tensor.of(name.equals(TABLE) ? PositionTable.floats(network.decoder().width(), shape
				.rows(), shape.columns()) : Torch.read(parameter.getArray()), parameter.getShape().getShape()));
		});
		return own;
	}

	/** {@return whether a parameter of this name is of no use without the decoder} */
	public static boolean isDecoder(final String name) {
		return name.startsWith("decoder_") || name.equals("mask_token");
	}

	/** {@return whether there is what paints patches among the weights} */
	public static boolean hasDecoder(final StateDict weights) {
		return weights.has(PREDICTION + WEIGHT);
	}

	/** {@return what is trained} */
	public MaskedAutoencoder autoencoder() {
		return network;
	}

	/** {@return the header's grid, without which a table of positions that is no square cannot be read} */
	@Override
	public Map<String, String> header() {
		return Map.of(ForeignTransformer.GRID, network.shape().rows() + "x" + network.shape().columns());
	}

	@Override
	public String architecture() {
		return architecture;
	}

	@Override
	public int channels() {
		return network.channels();
	}

	@Override
	public int width() {
		return network.shape().width();
	}

	@Override
	public NDManager manager() {
		return network.manager();
	}

	/** {@return (N, 1 + h w, F): the tokens after all blocks and the norm} */
	@Override
	public NDArray features(final NDArray images, final boolean training) {
		return network.forward(images, training);
	}

	@Override
	public NDArray pool(final NDArray features) {
		return network.ops.call("cls", features);
	}

	@Override
	public Map<String, Parameter> named() {
		return network.named();
	}

	@Override
	public String headPrefix() {
		return "head.";
	}

	@Override
	public void checkSize(final int height, final int width) {
		network.checkSize(height, width);
	}

	@Override
	public Initializer.Rule firstValues() {
		return FirstValues.of(named(), network.shape());
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
