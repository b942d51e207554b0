using NNCompress.Data;
using NNCompress.Engines.Training;
using NNCompress.Models;
using NNCompress.Reports;

namespace NNCompress.Compression.Shrinking;

/// <summary>Training data in two: what is learnt, and what tells how far the rounds may go.</summary>
/// <param name="Learnt">Trained on.</param>
/// <param name="HeldOut">Never trained on: labelled calibration data given apart, else a share of the training data drawn by seed.</param>
/// <param name="Uses">Of all data, for the report.</param>
internal sealed record TrainingParts(Dataset Learnt, Dataset HeldOut, IReadOnlyList<DataUse> Uses)
{
    /// <param name="request">May say how much is held out.</param>
    /// <param name="roles">All data.</param>
    /// <param name="network">The model: how many samples tell what it loses depends on it.</param>
    /// <exception cref="NncException">NNC1050: a part would have no sample.</exception>
    public static TrainingParts Of(CompressionRequest request, DataRoles roles, Network network)
    {
        Dataset training = roles.Training!;
        if (request.CalibrationDataPath is not null && roles.Calibration is { Labels: not null } apart)
            return new TrainingParts(training, apart, [.. roles.Uses, new DataUse("validation", apart.Source, apart.Count, apart.Scaling, "the calibration data")]);
        int held = request.Training.ValidationShare is { } share ? (int)Math.Round(share * training.Count) : ShrinkSettings.HeldOut(training.Count, network);
        if (held == 0 || held >= training.Count)
            throw new NncException("NNC1050", training.Source, FormattableString.Invariant($"{held} of {training.Count} training samples would be held out to validate on, and compression needs samples to train on and samples to validate on: give more training data, or another --validation-share."));
        (Dataset heldOut, Dataset learnt) = training.Split(held, request.Seed);
        return new TrainingParts(learnt, heldOut, roles.UsesWith(new TrainingSet(learnt), new TrainingSet(heldOut), request.Seed));
    }
}
