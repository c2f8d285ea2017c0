package io.sonoflow.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.sonoflow.Monitor;
import io.sonoflow.SonoflowException;
import io.sonoflow.nn.ImageNetwork;
import io.sonoflow.nn.Torch;

import java.util.Arrays;
import java.util.List;

/**
 * Fine-tunes a classifier: cross-entropy, AdamW with one constant rate for the backbone and one for the head. It sees the
 * batches it is given and nothing else: no decision depends on any other image.
 * <p>
 * On the CPU the same network, batches and number of threads give the same bits.
 */
public final class ClassifierTraining {

	/**
	 * How fast is learnt.
	 *
	 * @param backboneRate learning rate of everything below the head; published 1e-5
	 * @param headRate learning rate of the head; published 1e-4
	 * @param decay weight decay; published 1e-5
	 */
	public record Rates(double backboneRate, double headRate, double decay) {
	}

	private final ImageNetwork network;
	private final int[] labels;
	private final Optimizer optimizer;

	private ClassifierTraining(final ImageNetwork network, final int[] labels, final Optimizer optimizer) {
		this.network = network;
		this.labels = labels;
		this.optimizer = optimizer;
	}

	/**
	 * Trains in place.
	 *
	 * @param network changed; asks for no gradient afterwards
	 * @param batches of images (N, 1, size, size), epoch by epoch
	 * @param labels class of every sample of the data set, by number
	 * @param rates how fast
	 * @param monitor gets each epoch's mean loss as {@code value("loss", epoch from 1, loss)}; asked at each step whether to
	 *          stop
	 * @param epochs for the progress
	 * @param stage what is being trained, for the progress
	 * @return the mean loss over the draws of each epoch
	 * @throws SonoflowException.Input if the loss is not finite any more
	 * @throws SonoflowException.Cancelled if the user stops it
	 */
	public static double[] run(final ImageNetwork network, final Batches batches, final int[] labels, final Rates rates,
		final int epochs, final String stage, final Monitor monitor)
	{
		Torch.inference();
		network.requireGradient(true);
		try (Optimizer optimizer = new AdamW(network.manager(), groups(network, rates))) {
			return new ClassifierTraining(network, labels, optimizer).run(batches, epochs, stage, monitor);
		}
		finally {
			network.requireGradient(false);
		}
	}

	private static List<ParameterGroup> groups(final ImageNetwork network, final Rates rates) {
		final String head = network.headPrefix();
		return List.of(ParameterGroup.of(network, name -> !name.startsWith(head), RateSchedule.constant(
			rates.backboneRate), rates.decay), ParameterGroup.of(network, name -> name.startsWith(head), RateSchedule
				.constant(rates.headRate), rates.decay));
	}

	private double[] run(final Batches batches, final int epochs, final String stage, final Monitor monitor) {
		final double[] means = new double[epochs];
		double sum = 0;
		int draws = 0;
		while (batches.hasNext()) {
			monitor.checkCancelled();
			final Batches.Batch batch = batches.next();
			for (final float loss : step(batch)) {
				sum += loss;
				draws++;
			}
			batches.recycle(batch);
			if (!batch.last()) continue;
			means[batch.epoch()] = sum / draws;
			sum = 0;
			draws = 0;
			monitor.value("loss", batch.epoch() + 1.0, means[batch.epoch()]);
			monitor.progress(stage, batch.epoch() + 1L, epochs);
		}
		return means;
	}

	private float[] step(final Batches.Batch batch) {
		final int n = batch.samples().length;
		final int side = (int) Math.sqrt((double) batch.values().length / n);
		final int[] targets = Arrays.stream(batch.samples()).map(i -> labels[i]).toArray();
		try (NDManager scope = network.manager().newSubManager()) {
			final NDArray images = Torch.floats(scope, batch.values(), n, 1, side, side);
			final NDArray losses = Torch.withGradient(() -> CrossEntropy.of(network.logits(images, true), targets));
			final float[] values = losses.toFloatArray();
			checkFinite(values, batch);
			Torch.backward(losses, losses.onesLike().divi(n));
			optimizer.step();
			return values;
		}
	}

	private void checkFinite(final float[] losses, final Batches.Batch batch) {
		for (final float loss : losses)
			if (!Float.isFinite(loss)) throw new SonoflowException.Input("The training loss became " + loss + " in epoch " +
				(batch.epoch() + 1) + ", step " + (optimizer.steps() + 1) +
				" of all: the network has diverged. Lower backbonerate and headrate; if weights were given, check them with" +
				" \"Inspect Weights...\".");
	}
}
